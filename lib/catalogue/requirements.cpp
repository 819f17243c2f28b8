// SPDX-License-Identifier: Apache-2.0
// The table itself. Levels and component types were compared between public
// sources. Two or more agree on each, but for these, which rest on one source
// or on a majority: SAR 2.4, HDR 2.4 and HDR 2.13 with their RE(1), SAR 3.2,
// EDR 3.2, HDR 3.2 and its RE(1), CR 3.7, HDR 3.10 and its RE(1), CR 6.1. For
// a certification the licensed text of the standard decides.
#include <array>

#include "lib/catalogue/catalogue.h"

namespace iec {
namespace {

constexpr auto kSoftware = static_cast<unsigned>(ComponentType::kSoftware);
constexpr auto kEmbedded = static_cast<unsigned>(ComponentType::kEmbedded);
constexpr auto kHost = static_cast<unsigned>(ComponentType::kHost);
constexpr auto kNetwork = static_cast<unsigned>(ComponentType::kNetwork);
constexpr unsigned kAll = kSoftware | kEmbedded | kHost | kNetwork;

// Whether a program can judge it or only a document shows it.
constexpr bool kManual = true;
constexpr bool kTested = false;

// Fields in the order of struct Requirement.
constexpr Requirement kRequirements[] = {
    {"CR 1.1", 1, "Human user identification and authentication", 1, kAll,
     "SR 1.1", kTested,
     "Every interface a person can use must make that person identify and "
     "prove who they are before anything else is possible."},
    {"CR 1.1 RE(1)", 1, "Unique identification and authentication", 2, kAll,
     "SR 1.1 RE(1)", kTested,
     "Each person gets an individual identity rather than a shared one."},
    {"CR 1.1 RE(2)", 1, "Multifactor authentication for all interfaces", 3,
     kAll, "SR 1.1 RE(3)", kTested,
     "Every human access path can demand at least two independent factors."},
    {"CR 1.2", 1,
     "Software process and device identification and authentication", 2, kAll,
     "SR 1.2", kTested,
     "The component can state and prove its own identity to the other "
     "components it talks to."},
    {"CR 1.2 RE(1)", 1, "Unique identification and authentication", 3, kAll,
     "SR 1.2 RE(1)", kTested,
     "That machine identity is unique to the one unit."},
    {"CR 1.3", 1, "Account management", 1, kAll, "SR 1.3", kTested,
     "Accounts can be created, changed, disabled and removed by authorised "
     "people, locally or through a directory."},
    {"CR 1.4", 1, "Identifier management", 1, kAll, "SR 1.4", kTested,
     "Identifiers for users, groups, roles and interfaces are unambiguous and "
     "manageable."},
    {"CR 1.5", 1, "Authenticator management", 1, kAll, "SR 1.5", kTested,
     "Authenticators can be initialised, changed from their defaults, "
     "refreshed, and are protected while stored and sent."},
    {"CR 1.5 RE(1)", 1, "Hardware security for authenticators", 3, kAll,
     "SR 1.5 RE(1)", kTested,
     "Authenticators the component relies on are held by a hardware "
     "mechanism."},
    {"NDR 1.6", 1, "Wireless access management", 1, kNetwork, "SR 1.6", kTested,
     "A network device offering wireless access identifies and authenticates "
     "whoever joins."},
    {"NDR 1.6 RE(1)", 1, "Unique identification and authentication", 2,
     kNetwork, "SR 1.6 RE(1)", kTested,
     "Wireless participants are identified and authenticated individually."},
    {"CR 1.7", 1, "Strength of password-based authentication", 1, kAll,
     "SR 1.7", kTested,
     "Where passwords are used, a configurable strength rule following "
     "recognised guidance is enforced."},
    {"CR 1.7 RE(1)", 1,
     "Password generation and lifetime restrictions for human users", 3, kAll,
     "SR 1.7 RE(1)", kTested,
     "People cannot reuse recent passwords and minimum/maximum password ages "
     "apply to them."},
    {"CR 1.7 RE(2)", 1, "Password lifetime restrictions for all users", 4, kAll,
     "SR 1.7 RE(2)", kTested,
     "Password ages apply to every kind of user, including processes and "
     "devices."},
    {"CR 1.8", 1, "Public key infrastructure certificates", 2, kAll, "SR 1.8",
     kTested, "If a PKI is used, the component works correctly as part of it."},
    {"CR 1.9", 1, "Strength of public key-based authentication", 2, kAll,
     "SR 1.9", kTested,
     "Public-key logins check signature, chain, revocation, key possession, "
     "identity mapping and algorithm strength."},
    {"CR 1.9 RE(1)", 1, "Hardware security for public key-based authentication",
     3, kAll, "SR 1.9 RE(1)", kTested,
     "Important long-lived private keys sit in hardware."},
    {"CR 1.10", 1, "Authenticator feedback", 1, kAll, "SR 1.10", kTested,
     "Secrets are not shown back while they are being entered."},
    {"CR 1.11", 1, "Unsuccessful login attempts", 1, kAll, "SR 1.11", kTested,
     "After a configurable run of failed attempts in a configurable window, "
     "access is refused for a time or until an administrator unlocks it."},
    {"CR 1.12", 1, "System use notification", 1, kAll, "SR 1.12", kTested,
     "A configurable notice appears before local human login."},
    {"NDR 1.13", 1, "Access via untrusted networks", 1, kNetwork, "SR 1.13",
     kTested,
     "A network device watches and controls every way in from an untrusted "
     "network."},
    {"NDR 1.13 RE(1)", 1, "Explicit access request approval", 3, kNetwork,
     "SR 1.13 RE(1)", kTested,
     "Such access is denied unless a person in an assigned role approved it."},
    {"CR 1.14", 1, "Strength of symmetric key-based authentication", 2, kAll,
     "", kTested,
     "Shared-secret authentication establishes mutual trust with a "
     "well-protected, access-restricted, strong key."},
    {"CR 1.14 RE(1)", 1,
     "Hardware security for symmetric key-based authentication", 3, kAll, "",
     kTested, "Important long-lived shared secrets sit in hardware."},

    {"CR 2.1", 2, "Authorization enforcement", 1, kAll, "SR 2.1", kTested,
     "Authenticated people can do only what their duties permit."},
    {"CR 2.1 RE(1)", 2,
     "Authorization enforcement for all users (humans, software processes and "
     "devices)",
     2, kAll, "SR 2.1 RE(1)", kTested,
     "The same holds for processes and devices, with least privilege."},
    {"CR 2.1 RE(2)", 2, "Permission mapping to roles", 2, kAll, "SR 2.1 RE(2)",
     kTested,
     "An authorised role can define and change which permissions a role "
     "carries."},
    {"CR 2.1 RE(3)", 2, "Supervisor override", 3, kAll, "SR 2.1 RE(3)", kManual,
     "A supervisor can manually override for a configurable time or event "
     "sequence."},
    {"CR 2.1 RE(4)", 2, "Dual approval", 4, kAll, "SR 2.1 RE(4)", kManual,
     "Actions that can seriously affect the process can require two people."},
    {"CR 2.2", 2, "Wireless use control", 1, kAll, "SR 2.2", kTested,
     "If the component has wireless, its use can be authorised, monitored and "
     "restricted."},
    {"SAR 2.4", 2, "Mobile code", 1, kSoftware, "SR 2.4", kManual,
     "If mobile code is used, a policy controls whether it runs, who may "
     "transfer it, and requires an integrity check first."},
    {"SAR 2.4 RE(1)", 2, "Mobile code authenticity check", 2, kSoftware,
     "SR 2.4 RE(1) (partly: 3-3 RE(1) is the integrity check)", kManual,
     "Mobile code runs only after its origin has been verified."},
    {"EDR 2.4", 2, "Mobile code", 1, kEmbedded, "SR 2.4", kManual,
     "If mobile code is used, a policy controls whether it runs, who may "
     "transfer it, and requires an integrity check first."},
    {"EDR 2.4 RE(1)", 2, "Mobile code authenticity check", 2, kEmbedded,
     "SR 2.4 RE(1) (partly: 3-3 RE(1) is the integrity check)", kManual,
     "Mobile code runs only after its origin has been verified."},
    {"HDR 2.4", 2, "Mobile code", 1, kHost, "SR 2.4", kManual,
     "If mobile code is used, a policy controls whether it runs, who may "
     "transfer it, and requires an integrity check first."},
    {"HDR 2.4 RE(1)", 2, "Mobile code authenticity check", 2, kHost,
     "SR 2.4 RE(1) (partly: 3-3 RE(1) is the integrity check)", kManual,
     "Mobile code runs only after its origin has been verified."},
    {"NDR 2.4", 2, "Mobile code", 1, kNetwork, "SR 2.4", kManual,
     "If mobile code is used, a policy controls whether it runs, who may "
     "transfer it, and requires an integrity check first."},
    {"NDR 2.4 RE(1)", 2, "Mobile code authenticity check", 2, kNetwork,
     "SR 2.4 RE(1) (partly: 3-3 RE(1) is the integrity check)", kManual,
     "Mobile code runs only after its origin has been verified."},
    {"CR 2.5", 2, "Session lock", 1, kAll, "SR 2.5", kTested,
     "An idle human session locks after a configurable time, or on demand, "
     "until re-authentication."},
    {"CR 2.6", 2, "Remote session termination", 2, kAll, "SR 2.6", kTested,
     "Remote sessions can be ended after idleness, by local authority, or by "
     "their user."},
    {"CR 2.7", 2, "Concurrent session control", 3, kAll, "SR 2.7", kTested,
     "The number of simultaneous sessions per user and interface can be "
     "limited."},
    {"CR 2.8", 2, "Auditable events", 1, kAll, "SR 2.8", kTested,
     "Security-relevant events of six categories are recorded with time, "
     "source, category, type, id and result."},
    {"CR 2.9", 2, "Audit storage capacity", 1, kAll, "SR 2.9", kTested,
     "Enough log space is reserved, and filling it does not make the component "
     "fail."},
    {"CR 2.9 RE(1)", 2,
     "Warn when audit record storage capacity threshold reached", 3, kAll,
     "SR 2.9 RE(1)", kTested,
     "A warning is raised at a configurable fill level."},
    {"CR 2.10", 2, "Response to audit processing failures", 1, kAll, "SR 2.10",
     kTested,
     "A failing audit subsystem does not take essential functions down, and "
     "there is a suitable reaction."},
    {"CR 2.11", 2, "Timestamps", 1, kAll, "SR 2.11", kTested,
     "Audit records carry date and time."},
    {"CR 2.11 RE(1)", 2, "Time synchronization", 2, kAll, "SR 2.11 RE(1)",
     kTested, "Those timestamps follow a system-wide time source."},
    {"CR 2.11 RE(2)", 2, "Protection of time source integrity", 4, kAll,
     "SR 2.11 RE(2)", kTested,
     "Unauthorised change of the time source is detected and audited."},
    {"CR 2.12", 2, "Non-repudiation", 1, kAll, "SR 2.12", kTested,
     "It can be shown whether a given person took a given action."},
    {"CR 2.12 RE(1)", 2, "Non-repudiation for all users", 4, kAll,
     "SR 2.12 RE(1)", kTested, "The same for processes and devices."},
    {"EDR 2.13", 2, "Use of physical diagnostic and test interfaces", 2,
     kEmbedded, "", kTested,
     "Factory diagnostic and test ports cannot be used without authorisation."},
    {"EDR 2.13 RE(1)", 2, "Active monitoring", 3, kEmbedded, "", kTested,
     "Attempts to use those ports are detected and logged."},
    {"HDR 2.13", 2, "Use of physical diagnostic and test interfaces", 2, kHost,
     "", kTested,
     "Factory diagnostic and test ports cannot be used without authorisation."},
    {"HDR 2.13 RE(1)", 2, "Active monitoring", 3, kHost, "", kTested,
     "Attempts to use those ports are detected and logged."},
    {"NDR 2.13", 2, "Use of physical diagnostic and test interfaces", 2,
     kNetwork, "", kTested,
     "Factory diagnostic and test ports cannot be used without authorisation."},
    {"NDR 2.13 RE(1)", 2, "Active monitoring", 3, kNetwork, "", kTested,
     "Attempts to use those ports are detected and logged."},

    {"CR 3.1", 3, "Communication integrity", 1, kAll, "SR 3.1", kTested,
     "Changes to data in transit are prevented or noticed."},
    {"CR 3.1 RE(1)", 3, "Communication authentication", 2, kAll,
     "SR 3.1 (no equivalent RE; 3-3 RE(1) is cryptographic integrity)", kTested,
     "The origin of received information is verified."},
    {"SAR 3.2", 3, "Protection from malicious code", 1, kSoftware, "SR 3.2",
     kManual,
     "The supplier qualifies and documents compatible malicious-code "
     "protection."},
    {"EDR 3.2", 3, "Protection from malicious code", 1, kEmbedded, "SR 3.2",
     kTested, "Unauthorised software can be neither installed nor executed."},
    {"HDR 3.2", 3, "Protection from malicious code", 1, kHost, "SR 3.2",
     kTested,
     "Malicious-code protection qualified by the supplier is available on the "
     "host."},
    {"HDR 3.2 RE(1)", 3, "Report version of code protection", 2, kHost, "",
     kTested,
     "The protection software and its data version in use are reported "
     "automatically."},
    {"NDR 3.2", 3, "Protection from malicious code", 1, kNetwork, "SR 3.2",
     kTested, "The network device protects against malicious code."},
    {"CR 3.3", 3, "Security functionality verification", 1, kAll, "SR 3.3",
     kManual, "The intended working of security functions can be verified."},
    {"CR 3.3 RE(1)", 3,
     "Security functionality verification during normal operation", 4, kAll,
     "SR 3.3 RE(2)", kTested,
     "That verification is possible while in service."},
    {"CR 3.4", 3, "Software and information integrity", 1, kAll, "SR 3.4",
     kTested,
     "Software, configuration and data can be integrity-checked and the result "
     "recorded and reported."},
    {"CR 3.4 RE(1)", 3, "Authenticity of software and information", 2, kAll,
     "SR 3.4 (no equivalent RE)", kTested, "Their origin can be checked too."},
    {"CR 3.4 RE(2)", 3, "Automated notification of integrity violations", 3,
     kAll, "SR 3.4 RE(1)", kTested,
     "An unauthorised change notifies a configurable recipient by itself."},
    {"CR 3.5", 3, "Input validation", 1, kAll, "SR 3.5", kTested,
     "External inputs are checked for syntax, length and content."},
    {"CR 3.6", 3, "Deterministic output", 1, kAll, "SR 3.6", kTested,
     "Process outputs go to a predefined state when normal operation is lost."},
    {"CR 3.7", 3, "Error handling", 1, kAll, "SR 3.7", kTested,
     "Errors are handled without giving attackers useful information."},
    {"CR 3.8", 3, "Session integrity", 2, kAll, "SR 3.8 (+RE(1..3) merged)",
     kTested,
     "Session identifiers are random, unique, system-made and dead after the "
     "session."},
    {"CR 3.9", 3, "Protection of audit information", 2, kAll, "SR 3.9", kTested,
     "Logs and audit tools are protected from unauthorised access, change and "
     "deletion."},
    {"CR 3.9 RE(1)", 3, "Audit records on write-once media", 4, kAll,
     "SR 3.9 RE(1)", kManual,
     "Audit records can go to media that hardware makes write-once."},
    {"EDR 3.10", 3, "Support for updates", 1, kEmbedded, "", kTested,
     "The device can be updated and upgraded."},
    {"EDR 3.10 RE(1)", 3, "Update authenticity and integrity", 2, kEmbedded, "",
     kTested,
     "Updates are checked for origin and integrity before installation."},
    {"EDR 3.11", 3, "Physical tamper resistance and detection", 2, kEmbedded,
     "", kManual, "Physical opening is resisted and can be detected."},
    {"EDR 3.11 RE(1)", 3, "Notification of a tampering attempt", 3, kEmbedded,
     "", kManual,
     "A physical access attempt notifies configurable recipients and is "
     "logged."},
    {"EDR 3.12", 3, "Provisioning product supplier roots of trust", 2,
     kEmbedded, "", kTested,
     "Supplier trust anchors are installed at manufacture and protected."},
    {"EDR 3.13", 3, "Provisioning asset owner roots of trust", 2, kEmbedded, "",
     kTested,
     "The owner can install protected trust anchors of their own without help "
     "from outside the zone."},
    {"EDR 3.14", 3, "Integrity of the boot process", 1, kEmbedded, "", kTested,
     "What is needed to boot is integrity-checked before use."},
    {"EDR 3.14 RE(1)", 3, "Authenticity of the boot process", 2, kEmbedded, "",
     kTested,
     "Boot data are verified against the supplier trust anchor before use."},
    {"HDR 3.10", 3, "Support for updates", 1, kHost, "", kTested,
     "The device can be updated and upgraded."},
    {"HDR 3.10 RE(1)", 3, "Update authenticity and integrity", 2, kHost, "",
     kTested,
     "Updates are checked for origin and integrity before installation."},
    {"HDR 3.11", 3, "Physical tamper resistance and detection", 2, kHost, "",
     kManual, "Physical opening is resisted and can be detected."},
    {"HDR 3.11 RE(1)", 3, "Notification of a tampering attempt", 3, kHost, "",
     kManual,
     "A physical access attempt notifies configurable recipients and is "
     "logged."},
    {"HDR 3.12", 3, "Provisioning product supplier roots of trust", 2, kHost,
     "", kTested,
     "Supplier trust anchors are installed at manufacture and protected."},
    {"HDR 3.13", 3, "Provisioning asset owner roots of trust", 2, kHost, "",
     kTested,
     "The owner can install protected trust anchors of their own without help "
     "from outside the zone."},
    {"HDR 3.14", 3, "Integrity of the boot process", 1, kHost, "", kTested,
     "What is needed to boot is integrity-checked before use."},
    {"HDR 3.14 RE(1)", 3, "Authenticity of the boot process", 2, kHost, "",
     kTested,
     "Boot data are verified against the supplier trust anchor before use."},
    {"NDR 3.10", 3, "Support for updates", 1, kNetwork, "", kTested,
     "The device can be updated and upgraded."},
    {"NDR 3.10 RE(1)", 3, "Update authenticity and integrity", 2, kNetwork, "",
     kTested,
     "Updates are checked for origin and integrity before installation."},
    {"NDR 3.11", 3, "Physical tamper resistance and detection", 2, kNetwork, "",
     kManual, "Physical opening is resisted and can be detected."},
    {"NDR 3.11 RE(1)", 3, "Notification of a tampering attempt", 3, kNetwork,
     "", kManual,
     "A physical access attempt notifies configurable recipients and is "
     "logged."},
    {"NDR 3.12", 3, "Provisioning product supplier roots of trust", 2, kNetwork,
     "", kTested,
     "Supplier trust anchors are installed at manufacture and protected."},
    {"NDR 3.13", 3, "Provisioning asset owner roots of trust", 2, kNetwork, "",
     kTested,
     "The owner can install protected trust anchors of their own without help "
     "from outside the zone."},
    {"NDR 3.14", 3, "Integrity of the boot process", 1, kNetwork, "", kTested,
     "What is needed to boot is integrity-checked before use."},
    {"NDR 3.14 RE(1)", 3, "Authenticity of the boot process", 2, kNetwork, "",
     kTested,
     "Boot data are verified against the supplier trust anchor before use."},

    {"CR 4.1", 4, "Information confidentiality", 1, kAll, "SR 4.1", kTested,
     "Read-restricted data is kept confidential at rest and can be in "
     "transit."},
    {"CR 4.2", 4, "Information persistence", 2, kAll, "SR 4.2", kTested,
     "Read-restricted data can be erased before the component leaves service."},
    {"CR 4.2 RE(1)", 4, "Erase of shared memory resources", 3, kAll,
     "SR 4.2 RE(1)", kTested,
     "Volatile shared memory does not carry data to someone not entitled to "
     "it."},
    {"CR 4.2 RE(2)", 4, "Erase verification", 3, kAll,
     "SR 4.2 (no equivalent RE)", kTested,
     "It can be verified that erasure happened."},
    {"CR 4.3", 4, "Use of cryptography", 1, kAll, "SR 4.3", kTested,
     "Cryptography follows recognised practice."},

    {"CR 5.1", 5, "Network segmentation", 1, kAll, "SR 5.1", kTested,
     "The component works in, and supports, a segmented network."},
    {"NDR 5.2", 5, "Zone boundary protection", 1, kNetwork, "SR 5.2", kTested,
     "Traffic crossing a zone boundary is monitored and controlled."},
    {"NDR 5.2 RE(1)", 5, "Deny all, permit by exception", 2, kNetwork,
     "SR 5.2 RE(1)", kTested,
     "Boundary traffic is denied unless explicitly allowed."},
    {"NDR 5.2 RE(2)", 5, "Island mode", 3, kNetwork, "SR 5.2 RE(2)", kTested,
     "All boundary traffic can be cut."},
    {"NDR 5.2 RE(3)", 5, "Fail close", 3, kNetwork, "SR 5.2 RE(3)", kTested,
     "If boundary protection fails, traffic stops."},
    {"NDR 5.3", 5,
     "General purpose, person-to-person communication restrictions", 1,
     kNetwork, "SR 5.3", kTested,
     "E-mail-like messages from outside can be kept out."},

    {"CR 6.1", 6, "Audit log accessibility", 1, kAll, "SR 6.1", kTested,
     "Authorised people and tools can read, and only read, the logs."},
    {"CR 6.1 RE(1)", 6, "Programmatic access to audit logs", 3, kAll,
     "SR 6.1 RE(1)", kTested,
     "Logs are available through an API or pushed to a central system."},
    {"CR 6.2", 6, "Continuous monitoring", 2, kAll, "SR 6.2", kTested,
     "The component can be watched continuously so that breaches are found and "
     "reported in time."},

    {"CR 7.1", 7, "Denial of service protection", 1, kAll, "SR 7.1", kTested,
     "Essential functions keep going, degraded, during a denial-of-service "
     "event."},
    {"CR 7.1 RE(1)", 7, "Manage communication load from component", 2, kAll,
     "SR 7.1 RE(1)", kTested, "Message-flooding effects are mitigated."},
    {"CR 7.2", 7, "Resource management", 1, kAll, "SR 7.2", kTested,
     "Security functions cannot starve the component of resources."},
    {"CR 7.3", 7, "Control system backup", 1, kAll, "SR 7.3", kTested,
     "The component state can be backed up without disturbing operation."},
    {"CR 7.3 RE(1)", 7, "Backup integrity verification", 2, kAll,
     "SR 7.3 RE(1)", kTested, "A backup is verified before it is restored."},
    {"CR 7.4", 7, "Control system recovery and reconstitution", 1, kAll,
     "SR 7.4", kTested,
     "After disruption the component can be brought to a known secure state."},
    {"CR 7.6", 7, "Network and security configuration settings", 1, kAll,
     "SR 7.6", kTested,
     "Recommended settings can be applied, and the current ones can be read."},
    {"CR 7.6 RE(1)", 7,
     "Machine-readable reporting of current security settings", 3, kAll,
     "SR 7.6 RE(1)", kTested,
     "The current security settings can be exported in a machine-readable "
     "form."},
    {"CR 7.7", 7, "Least functionality", 1, kAll, "SR 7.7", kTested,
     "Unneeded functions, ports, protocols and services can be restricted."},
    {"CR 7.8", 7, "Control system component inventory", 2, kAll, "SR 7.8",
     kTested, "The component supports an inventory of the system."},
};

constexpr std::array<FoundationalRequirement, 7> kFoundational = {{
    {1, "Identification and authentication control"},
    {2, "Use control"},
    {3, "System integrity"},
    {4, "Data confidentiality"},
    {5, "Restricted data flow"},
    {6, "Timely response to events"},
    {7, "Resource availability"},
}};

constexpr std::array<Constraint, 4> kConstraints = {{
    {"CCSC 1", "Support of essential functions"},
    {"CCSC 2", "Compensating countermeasures"},
    {"CCSC 3", "Least privilege"},
    {"CCSC 4", "Software development process"},
}};

}  // namespace

std::span<const Requirement> Requirements() { return kRequirements; }

std::span<const FoundationalRequirement> FoundationalRequirements() {
  return kFoundational;
}

std::span<const Constraint> Constraints() { return kConstraints; }

}  // namespace iec
