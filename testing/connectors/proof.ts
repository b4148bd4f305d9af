import type { JsonObject } from '../../src/domain/json.ts';
import type { ServiceRow } from '../services/service.ts';

/**
 * How a connector is proven, through `/v1/responses` and in the chat of the page: `proof.ts` of its folder, which the tests of
 * this folder read. It names what the connector runs on: the double of a service, or a place that needs no account.
 */
export type Proof = {
  readonly chat: Chat;
  /** By tool: where its first example does not fit what is there, or where there is none since the settings made the tool. */
  readonly inputs?: Readonly<Record<string, JsonObject>>;
} & (ProvenOnService | { readonly place: Place });

type ProvenOnService = {
  readonly service: ServiceRow;
  /** What two people with different rights are shown differently. */
  readonly theirs: readonly [tool: string, input: JsonObject];
  /** Its write asks first for what may be asked again; connector.test.ts shows that the write itself is not repeated. */
  readonly writeAsksFirst?: true;
};

/** Something of the connector's own that it is added over. */
export type Place = {
  readonly name: string;
  /** What this machine would need; null: it is there. */
  readonly missing: string | null;
  start(): Promise<{ readonly settings: Readonly<Record<string, unknown>>; close(): Promise<void> }>;
};

export type Chat = {
  /** How the person attaches the connector: (+) > More, or @. */
  readonly attachedBy: 'more' | 'mention';
  readonly answeredBy: 'model' | 'router';
  readonly read: Asked;
  /** Left out: no tool of it writes. */
  readonly write?: Asked;
};

/** One call as a person has it made in the chat. */
export type Asked = {
  readonly tool: string;
  /** What is said; the router reads it, the model of the tests does not. */
  readonly words: string;
  /** What the model calls the tool with; left out: its first example. */
  readonly input?: JsonObject;
  /** What the router leaves open and the person fills in: the name of the field, and what for. */
  readonly fills?: readonly [field: string, value: string];
  /** What the person sees of it: among the arguments, and in the result. */
  readonly given: string;
  readonly shows: string;
};
