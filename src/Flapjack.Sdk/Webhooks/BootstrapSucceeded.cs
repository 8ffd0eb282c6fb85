namespace Flapjack.Sdk;

/// <summary>The computer was set up, and takes commands.</summary>
/// <remarks>The webhook <c>bootstrap.succeeded</c>.</remarks>
public sealed record BootstrapSucceeded : ComputerWebhookPayload;
