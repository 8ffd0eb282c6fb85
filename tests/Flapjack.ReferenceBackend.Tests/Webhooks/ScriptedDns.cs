using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Flapjack.ReferenceBackend.Tests.Webhooks;

/// <summary>A DNS that gives its answers in turn, the last one for ever. An empty answer stands for a name that does not exist.</summary>
internal sealed class ScriptedDns(params string[] answers)
{
    private int _next;

    public ConcurrentQueue<string> LookedUp { get; } = new();

    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        LookedUp.Enqueue(host);
        var answer = answers[Math.Min(Interlocked.Increment(ref _next), answers.Length) - 1];
        return answer.Length == 0
            ? Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound))
            : Task.FromResult(answer.Split(' ').Select(IPAddress.Parse).ToArray());
    }
}
