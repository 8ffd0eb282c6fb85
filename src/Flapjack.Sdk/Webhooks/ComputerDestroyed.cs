namespace Flapjack.Sdk;

/// <summary>The computer is gone; commands are refused with 410 until it is created again.</summary>
/// <remarks>The webhook <c>computer.destroyed</c>, or formerly <c>sandbox.destroyed</c>.</remarks>
public sealed record ComputerDestroyed : ComputerWebhookPayload;
