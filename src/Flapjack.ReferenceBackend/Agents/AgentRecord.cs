namespace Flapjack.ReferenceBackend.Agents;

/// <summary>What is stored of an agent.</summary>
internal sealed record AgentRecord(string Id, string OrgId, string Name, string? ExternalAppId, string? WebhookUrl);
