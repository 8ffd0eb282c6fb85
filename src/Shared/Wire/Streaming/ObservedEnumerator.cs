using System.Runtime.CompilerServices;
using Shared.Wire.Diagnostics;

namespace Shared.Wire.Streaming;

/// <summary>
/// Observes a stream from its first <c>MoveNextAsync</c> until it ends, fails or is left. Only a stream of which somebody wants to know has one, and an event
/// that is already here costs it nothing.
/// </summary>
/// <param name="inner">The stream.</param>
/// <param name="begin">Begins the trace of the stream.</param>
/// <param name="cancellationToken">The token that ends the stream.</param>
internal sealed class ObservedEnumerator<T>(IAsyncEnumerator<T> inner, Func<CallTrace> begin, CancellationToken cancellationToken) : IAsyncEnumerator<T>
{
    private CallTrace? _trace;

    public T Current => inner.Current;

    public ValueTask<bool> MoveNextAsync()
    {
        if (_trace is null)
        {
            return BeginAsync();
        }

        var move = inner.MoveNextAsync();
        return move.IsCompletedSuccessfully ? move : WaitAsync(move);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await inner.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _trace?.End();
        }
    }

    // The method is asynchronous, so that the span that it makes the current one is so only in here, and in what the stream does now.
    private async ValueTask<bool> BeginAsync()
    {
        if (cancellationToken.IsCancellationRequested)
        {
            // Nothing is sent, so there is nothing to observe.
            return await inner.MoveNextAsync().ConfigureAwait(false);
        }

        _trace = begin();
        _trace.BeginsStream();
        return await WaitAsync(inner.MoveNextAsync()).ConfigureAwait(false);
    }

    // The builder is pooled, because on a quiet stream every event is waited for.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> WaitAsync(ValueTask<bool> move)
    {
        try
        {
            return await move.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _trace!.Throws(e, cancellationToken);
            throw;
        }
    }
}
