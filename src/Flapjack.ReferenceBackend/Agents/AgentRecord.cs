namespace Flapjack.ReferenceBackend.Agents;

/// <summary>What is stored of an agent for its computer and its webhooks. The rest is in its <see cref="AgentDocument"/>.</summary>
internal sealed record AgentRecord(string Id, string OrgId, string Name, string? ExternalAppId, string? WebhookUrl);
