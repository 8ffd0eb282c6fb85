using System.Net;

namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>The host of a webhook is not on the public internet, as the connection showed.</summary>
internal sealed class WebhookAddressRefusedException(string host, IPAddress address)
    : Exception($"The webhook host '{host}' is at {address}, which is not a public address; it was not connected to.");
