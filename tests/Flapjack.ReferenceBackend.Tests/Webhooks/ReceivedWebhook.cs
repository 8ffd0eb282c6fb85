using System.Text;

namespace Flapjack.ReferenceBackend.Tests.Webhooks;

/// <summary>A request as it came over the wire.</summary>
internal sealed record ReceivedWebhook(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);
}
