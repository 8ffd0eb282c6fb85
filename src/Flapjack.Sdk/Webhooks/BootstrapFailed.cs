namespace Flapjack.Sdk;

/// <summary>
/// The computer could not be set up: a package, the repository or its install command failed, or no machine was available. The computer's id is null
/// if there never was a machine; the exit code is null if no step had run.
/// </summary>
/// <remarks>The webhook <c>bootstrap.failed</c>.</remarks>
public sealed record BootstrapFailed : ComputerWebhookPayload;
