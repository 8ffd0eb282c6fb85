using System.Net;
using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Webhooks;

namespace Flapjack.ReferenceBackend.Resources.Tools;

/// <summary>
/// Calls custom tools: posts a call once, signed as webhooks are, and reads the answer. The service does not document how it signs, so a receiver of ours
/// need not fit to the service.
/// </summary>
/// <param name="resolve">Looks names up.</param>
/// <param name="allowLoopback">Whether this machine may be connected to.</param>
/// <param name="signsStandard">Whether there is a signature of Standard Webhooks beside the documented one.</param>
/// <param name="time">The clock that calls are timed on.</param>
internal sealed class ToolPost(Func<string, CancellationToken, Task<IPAddress[]>> resolve, bool allowLoopback, bool signsStandard, TimeProvider time) : IDisposable
{
    /// <summary>How long a tool may take to answer.</summary>
    public static readonly TimeSpan Limit = ToolSender.Limit;

    private readonly SignedRequest _signed = new(signsStandard);
    private readonly ToolSender _sender = new(resolve, allowLoopback, time);

    /// <summary>Posts a call. Whatever goes wrong is an outcome, which names neither the tool's address, because it may carry a token, nor what was signed.</summary>
    public Task<ToolOutcome> SendAsync(ToolDocument tool, byte[] body, string secret, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return _sender.SendAsync(tool.Name, () => _signed.Create(new(tool.Url!), body, secret, Guid.CreateVersion7(now).ToString(), now), cancellationToken);
    }

    public void Dispose() => _sender.Dispose();
}
