/** Where columns of a known table lie in the records of a well-known log format. */
export type Mapping = {
  readonly name: string;
  readonly table: string;
  /** Keys that a record of this format always has. */
  readonly when: readonly string[];
  /** Column → key, or path through objects. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
};

const cloudTrail: Mapping = {
  name: 'AWS CloudTrail',
  table: 'AWSCloudTrail',
  when: ['eventVersion', 'eventSource', 'eventName', 'eventTime'],
  columns: {
    TimeGenerated: ['eventTime'],
    AwsEventId: ['eventID'],
    AwsRequestId: ['requestID'],
    AwsRequestId_: ['requestID'],
    EventVersion: ['eventVersion'],
    EventSource: ['eventSource'],
    EventName: ['eventName'],
    EventTypeName: ['eventType'],
    AWSRegion: ['awsRegion'],
    SourceIpAddress: ['sourceIPAddress'],
    UserAgent: ['userAgent'],
    RequestParameters: ['requestParameters'],
    ResponseElements: ['responseElements'],
    ErrorCode: ['errorCode'],
    ErrorMessage: ['errorMessage'],
    AdditionalEventData: ['additionalEventData'],
    ReadOnly: ['readOnly'],
    ManagementEvent: ['managementEvent'],
    Resources: ['resources'],
    RecipientAccountId: ['recipientAccountId'],
    SharedEventId: ['sharedEventID'],
    ServiceEventDetails: ['serviceEventDetails'],
    VpcEndpointId: ['vpcEndpointId'],
    APIVersion: ['apiVersion'],
    Category: ['eventCategory'],
    UserIdentityType: ['userIdentity', 'type'],
    UserIdentityPrincipalid: ['userIdentity', 'principalId'],
    UserIdentityArn: ['userIdentity', 'arn'],
    UserIdentityAccountId: ['userIdentity', 'accountId'],
    UserIdentityAccessKeyId: ['userIdentity', 'accessKeyId'],
    UserIdentityUserName: ['userIdentity', 'userName'],
    UserIdentityInvokedBy: ['userIdentity', 'invokedBy'],
    SessionMfaAuthenticated: ['userIdentity', 'sessionContext', 'attributes', 'mfaAuthenticated'],
    SessionCreationDate: ['userIdentity', 'sessionContext', 'attributes', 'creationDate'],
    SessionIssuerType: ['userIdentity', 'sessionContext', 'sessionIssuer', 'type'],
    SessionIssuerPrincipalId: ['userIdentity', 'sessionContext', 'sessionIssuer', 'principalId'],
    SessionIssuerArn: ['userIdentity', 'sessionContext', 'sessionIssuer', 'arn'],
    SessionIssuerAccountId: ['userIdentity', 'sessionContext', 'sessionIssuer', 'accountId'],
    SessionIssuerUserName: ['userIdentity', 'sessionContext', 'sessionIssuer', 'userName'],
    TlsVersion: ['tlsDetails', 'tlsVersion'],
    CipherSuite: ['tlsDetails', 'cipherSuite'],
    ClientProvidedHostHeader: ['tlsDetails', 'clientProvidedHostHeader'],
  },
};

const mappings: readonly Mapping[] = [cloudTrail];

/** The well-known format of records with these keys on their way into this table, if it is one. */
export function findMapping(table: string, keys: ReadonlySet<string>): Mapping | null {
  return mappings.find((mapping) => mapping.table === table && mapping.when.every((key) => keys.has(key))) ?? null;
}
