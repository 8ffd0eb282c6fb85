using Microsoft.AspNetCore.Http;

namespace Shared.Hosting;

/// <summary>The requests that a server serves for another server in this process. The other server knows nothing of them, so they are ended here.</summary>
internal sealed class Visits : IAsyncDisposable
{
    // Kestrel gives the connections that it aborts as long. The operating system's clock measures it.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly HashSet<HttpContext> _inside = [];
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isClosed;

    /// <param name="context">The request.</param>
    /// <param name="serve">Serves it.</param>
    /// <param name="refuse">Refuses it, if the server is being disposed of.</param>
    public async Task ServeAsync(HttpContext context, RequestDelegate serve, RequestDelegate refuse)
    {
        if (!TryEnter(context))
        {
            await refuse(context).ConfigureAwait(false);
            return;
        }

        try
        {
            await serve(context).ConfigureAwait(false);
        }
        finally
        {
            Leave(context);
        }
    }

    /// <summary>Lets nobody in any more, aborts the requests that are being served, and waits a moment until they have ended.</summary>
    public async ValueTask DisposeAsync()
    {
        HttpContext[] inside;
        lock (_lock)
        {
            _isClosed = true;
            inside = [.. _inside];
        }

        foreach (var context in inside)
        {
            context.Abort();
        }

        if (inside.Length > 0)
        {
            await _left.Task.WaitAsync(Grace).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private bool TryEnter(HttpContext context)
    {
        lock (_lock)
        {
            return !_isClosed && _inside.Add(context);
        }
    }

    private void Leave(HttpContext context)
    {
        lock (_lock)
        {
            _inside.Remove(context);
            if (_isClosed && _inside.Count == 0)
            {
                _left.TrySetResult();
            }
        }
    }
}
