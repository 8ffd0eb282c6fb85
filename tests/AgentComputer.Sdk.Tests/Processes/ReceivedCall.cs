using System.Net.Http.Headers;
using System.Text;

namespace AgentComputer.Sdk.Tests.Processes;

/// <summary>One call as the service got it.</summary>
internal sealed record ReceivedCall(string Path, byte[] Body, string Authorization, string ContentType, HttpRequestHeaders Headers)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;
}
