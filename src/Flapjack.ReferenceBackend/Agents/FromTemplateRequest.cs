using Flapjack.ReferenceBackend.Computers;

namespace Flapjack.ReferenceBackend.Agents;

/// <summary>A <c>from-template</c> body that was found valid.</summary>
internal sealed record FromTemplateRequest(string Name, string? WebhookUrl, string? ExternalAppId, ComputerSetup Setup);
