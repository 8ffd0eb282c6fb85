namespace Flapjack.Sdk;

/// <summary>The computer was stopped after two hours without a command. You need not act: the next command wakes it.</summary>
/// <remarks>The webhook <c>computer.idled</c>, or formerly <c>sandbox.idled</c>.</remarks>
public sealed record ComputerIdled : ComputerWebhookPayload;
