namespace Flapjack.Sdk;

/// <summary>The computer could not be set up: a package, the repository or its install command failed, or no machine was to be had. Then there is no computer id, or no exit code.</summary>
/// <remarks>The webhook <c>bootstrap.failed</c>.</remarks>
public sealed record BootstrapFailed : ComputerWebhookPayload;
