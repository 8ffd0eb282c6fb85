namespace Flapjack.Sdk;

/// <summary>
/// The computer could not be set up: a package, the repository or its install command failed, or no machine was to be had. Its computer id is
/// null when there never was a machine, its exit code when no step had run.
/// </summary>
/// <remarks>The webhook <c>bootstrap.failed</c>.</remarks>
public sealed record BootstrapFailed : ComputerWebhookPayload;
