namespace Flapjack.Sdk;

/// <summary>An event of a name that this version does not know; nothing of it is lost. Answer 200, as for any other that you do not need.</summary>
public sealed record UnknownWebhook : ComputerWebhookPayload;
