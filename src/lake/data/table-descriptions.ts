/** What the most used tables hold and when to use them. */
export const tableDescriptions: ReadonlyMap<string, string> = new Map(
  Object.entries({
    SigninLogs:
      'Interactive sign-ins to Microsoft Entra ID: user, application, address, place, device, result and risk. Use it for failed sign-ins, password spray, impossible travel and what an account did.',
    AADNonInteractiveUserSignInLogs:
      'Sign-ins that a client makes for a user without asking, mostly by refresh tokens. Use it beside SigninLogs to see a stolen token at work; there are many more of them.',
    AADServicePrincipalSignInLogs:
      'Sign-ins of applications with their own secret or certificate. Use it to see which application signs in from where, and which credential it used.',
    AADManagedIdentitySignInLogs:
      'Sign-ins of Azure resources by their managed identity. Use it to see which resource reached for which service.',
    AADProvisioningLogs:
      'What Entra ID created, changed and removed in connected applications. Use it to follow an account into other systems.',
    AADRiskyUsers: 'Users whom Entra ID Protection holds to be at risk, with level and state. Use it for who is at risk now.',
    AADUserRiskEvents:
      'Single risk detections on users, such as leaked credentials or unfamiliar places. Use it for why a user is at risk.',
    AADRiskyServicePrincipals: 'Applications that Entra ID Protection holds to be at risk. Use it with AADServicePrincipalSignInLogs.',
    AuditLogs:
      'Changes in Entra ID: users, groups, roles, applications, consents, policies. Use it for who granted, added or changed what, and for consent phishing.',
    IdentityInfo:
      'A snapshot of each account: name, department, manager, roles, groups, risk. Use it to add who somebody is to other results.',
    BehaviorAnalytics:
      'Activities that were scored as unusual for a user or their peers. Use it to find what stands out without writing a rule.',
    UserPeerAnalytics: 'Who works like whom, by shared groups and access. Use it to compare a user with peers.',
    OfficeActivity:
      'What people do in Exchange, SharePoint, OneDrive and Teams, and what administrators change there. Use it for mailbox rules, mail reading, downloads and sharing.',
    CloudAppEvents:
      'Activities in Microsoft 365 and connected cloud applications, with account, address and object. Use it for file, mail and administration events across applications.',
    EmailEvents:
      'Each mail that came or went: sender, recipient, subject, verdicts, delivery. Use it for phishing campaigns and who received a mail.',
    EmailUrlInfo: 'Addresses (URLs) found in mails. Join it to EmailEvents by NetworkMessageId to see who was sent a link.',
    EmailAttachmentInfo:
      'Attachments of mails with name, type and hash. Join it to EmailEvents by NetworkMessageId to find who received a file.',
    EmailPostDeliveryEvents:
      'What happened to mails after they were delivered, such as removal. Use it to see whether a bad mail was taken back.',
    UrlClickEvents:
      'Clicks on links that Safe Links rewrote: who, which address, allowed or blocked. Use it for who followed a phishing link.',
    SecurityAlert:
      'Alerts of all connected products, with severity, entities, tactics and state. Use it for what was detected, and to find the evidence of an incident.',
    SecurityIncident:
      'Incidents with one row at each change: status, owner, severity, alerts. Take the newest row of each IncidentNumber for how they stand.',
    AlertInfo: 'Alerts of Defender with title, category, severity and source. Join it to AlertEvidence by AlertId.',
    AlertEvidence:
      'What an alert of Defender is about: files, addresses, accounts, devices, mails. Use it to go from an entity to its alerts and back.',
    Anomalies: 'Findings of the anomaly rules of Sentinel, with score and reasons. Use it for unusual behaviour that no fixed rule names.',
    HuntingBookmark: 'Results that analysts marked while hunting, with their notes. Use it to pick up what others found.',
    SentinelHealth: 'Whether connectors, rules and playbooks of Sentinel ran well. Use it to see where data or detections are missing.',
    Watchlist: 'Items of all watchlists, one row each. Use _GetWatchlist for one list; this table tells which lists there are.',
    ThreatIntelligenceIndicator:
      'Known bad addresses, domains, hashes and URLs with confidence and validity (the older form). Join other tables to it to find hits.',
    ThreatIntelIndicators:
      'Threat indicators in the STIX form with pattern, confidence and validity. Join other tables to it to find hits.',
    ThreatIntelObjects:
      'Threat actors, techniques, campaigns and their relations in the STIX form. Use it for what stands behind an indicator.',
    SecurityEvent:
      'Security events of Windows: logons (4624, 4625), processes (4688), groups, policies. Use it for who logged on where and what was started.',
    WindowsEvent: 'Events of any Windows log, with their fields in EventData. Use it for what SecurityEvent does not cover.',
    Event:
      'Windows application and system events as the agent collects them. Use it for services, crashes and Sysmon where it is sent there.',
    Syslog: 'Messages of Linux and network devices: facility, severity, host, process, text. Use it for SSH, sudo, cron and appliances.',
    CommonSecurityLog:
      'Messages in CEF of firewalls, proxies and the like: addresses, ports, action, device. Use it for traffic through the edge and what was blocked.',
    DnsEvents: 'Questions to Windows DNS servers with client, name and answer. Use it for who looked up a domain.',
    W3CIISLog: 'Requests to IIS web servers: method, path, client, status. Use it for web shells and scans.',
    VMConnection: 'Connections of machines with process, direction and remote end. Use it for what a server talks to.',
    WindowsFirewall: 'What the firewall of Windows allowed and dropped. Use it for connections at a host.',
    Heartbeat:
      'A sign of life of every machine with an agent, each minute. Use it for which machines report, and since when one is silent.',
    Usage: 'How much data each table received, by the hour. Use it for volumes and gaps.',
    AzureActivity:
      'Operations on Azure resources: who did what to which resource, with what result. Use it for created, changed and deleted resources and role assignments.',
    AzureDiagnostics:
      'Diagnostic logs of Azure resources that have no table of their own. Use it for Key Vault, firewalls and gateways; filter by Category first.',
    AzureMetrics: 'Numbers that Azure resources report about themselves. Use it for load and errors over time.',
    StorageBlobLogs: 'Reads, writes and deletes of blobs, with caller and address. Use it for downloads from storage and public access.',
    AWSCloudTrail:
      'API calls in Amazon Web Services: who called what, from where, with which result. Use it for changed rights, new keys and disabled logging in AWS.',
    AWSGuardDuty: 'Findings of GuardDuty with severity, resource and description. Use it for what AWS itself detected.',
    AWSVPCFlow: 'Flows of networks in AWS: addresses, ports, bytes, decision. Use it for traffic to and from an instance.',
    AWSCloudWatch: 'Messages of log groups in AWS. Use it for logs of applications and functions there.',
    GCPAuditLogs: 'Administration and data access in Google Cloud. Use it for who changed what there.',
    DeviceInfo: 'A snapshot of each device: name, system, address, owner, onboarding. Use it to learn what a device is and who uses it.',
    DeviceNetworkInfo: 'Network adapters and addresses of devices over time. Use it for which device had an address.',
    DeviceProcessEvents:
      'Processes that started on devices, with command line, parent, hash and account. Use it for rare parents, scripts and what a document started.',
    DeviceNetworkEvents:
      'Connections of devices, with process, remote address, port and name. Use it for beacons, rare destinations and which host reached an indicator.',
    DeviceFileEvents:
      'Files that were created, changed, renamed or deleted on devices. Use it for dropped files, and for encryption by ransomware.',
    DeviceRegistryEvents: 'Changes of the Windows registry on devices. Use it for autostart entries and switched-off protection.',
    DeviceLogonEvents: 'Logons at devices: account, kind, remote address, result. Use it for lateral movement and brute force.',
    DeviceImageLoadEvents: 'Libraries that processes loaded on devices. Use it for side loading and unsigned modules.',
    DeviceEvents:
      'Other events of devices: protection, scripts, injections, USB, named pipes; ActionType tells. Use it for what has no table of its own.',
    DeviceFileCertificateInfo: 'Signatures of files that were seen on devices. Use it to tell signed from unsigned programs by SHA1.',
    DeviceTvmSoftwareVulnerabilities:
      'Known vulnerabilities of the software on devices, with severity. Use it for which devices a CVE concerns.',
    DeviceTvmSoftwareInventory: 'Software that is installed on devices, with version. Use it for where a product runs.',
    DeviceTvmSecureConfigurationAssessment: 'How devices stand against recommended settings. Use it for weak configurations.',
    IdentityLogonEvents:
      'Sign-ins that the domain controllers and Microsoft services saw. Use it for Kerberos and NTLM logons in the domain.',
    IdentityQueryEvents: 'Questions to Active Directory, such as listing users and groups. Use it for reconnaissance.',
    IdentityDirectoryEvents:
      'Changes and activities in Active Directory: passwords, groups, services. Use it for who changed the directory.',
    MicrosoftGraphActivityLogs:
      'Requests to Microsoft Graph with application, user and address. Use it for what an application did with the rights it was given.',
    LAQueryLogs: 'Queries that were run over the logs, with who asked. Use it to see who looked at what.',
    ASimDnsActivityLogs: 'DNS questions of all sources in one normalised form. Use it to ask all of them at once.',
    ASimNetworkSessionLogs: 'Network sessions of all sources in one normalised form. Use it to ask firewalls and hosts at once.',
    ASimAuthenticationEventLogs: 'Sign-ins of all sources in one normalised form. Use it to ask all of them at once.',
    ASimWebSessionLogs: 'Web requests of all sources in one normalised form. Use it for proxies and gateways at once.',
    McasShadowItReporting: 'Use of cloud applications as seen in network logs. Use it for applications that nobody approved.',
    ProtectionStatus: 'Whether the malware protection of machines is up to date. Use it for unprotected machines.',
    SecurityRecommendation: 'Recommendations for Azure resources and how they stand. Use it for open weaknesses.',
  } satisfies Record<string, string>),
);
