using Microsoft.AspNetCore.Http;
using Shared.Connect;

namespace AgentComputer.ReferenceBackend.Connect;

/// <summary>The time that a call gives itself, by <c>Connect-Timeout-Ms</c>.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly HttpContext _context;
    private readonly CancellationTokenSource _timeout;
    private readonly CancellationTokenSource _end;

    /// <exception cref="ConnectRefusal">The header is no number.</exception>
    public Deadline(HttpContext context, TimeProvider clock)
    {
        _context = context;
        _timeout = new(ConnectHeaders.TimeoutOf(context.Request) ?? Timeout.InfiniteTimeSpan, clock);
        _end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _timeout.Token);
    }

    /// <summary>Does something that ends with the time of the call.</summary>
    /// <exception cref="ConnectRefusal">The time is over.</exception>
    public async Task<T> KeepAsync<T>(Func<CancellationToken, Task<T>> serve)
    {
        try
        {
            return await serve(_end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_timeout.IsCancellationRequested && !_context.RequestAborted.IsCancellationRequested)
        {
            throw new ConnectRefusal(ConnectCodes.DeadlineExceeded, "Connect-Timeout-Ms is over. The process goes on; it may have got a part of the input.");
        }
    }

    public void Dispose()
    {
        _end.Dispose();
        _timeout.Dispose();
    }
}
