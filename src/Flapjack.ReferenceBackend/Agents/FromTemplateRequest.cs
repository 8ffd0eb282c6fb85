using LocalComputers.Computers;

namespace Flapjack.ReferenceBackend.Agents;

/// <summary>A valid <c>from-template</c> body.</summary>
/// <param name="Name">The agent's name; null when none was given.</param>
/// <param name="WebhookUrl">Where its events are told; null for nowhere.</param>
/// <param name="ExternalAppId">The caller's own id of the agent; null for none.</param>
/// <param name="Setup">What its computer is set up with.</param>
internal sealed record FromTemplateRequest(string? Name, string? WebhookUrl, string? ExternalAppId, ComputerSetup Setup);
