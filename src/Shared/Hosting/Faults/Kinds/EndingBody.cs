using Microsoft.AspNetCore.Http.Features;

namespace Shared.Hosting.Faults.Kinds;

/// <summary>Lets some bytes through and then ends. To the handler it looks as if the client had left at that point.</summary>
internal sealed class EndingBody : FaultyBody
{
    private readonly FaultedRequest _request;
    private readonly Ending _ending;
    private readonly IHttpResponseBodyFeature _answer;
    private readonly CancellationToken _connectionAborted;
    private readonly CancellationTokenSource _clientLeft;
    private long _bytesLeft;

    public EndingBody(Stream network, FaultedRequest request, Ending ending, long bytes)
        : base(network)
    {
        _request = request;
        _ending = ending;
        _answer = request.Context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        _connectionAborted = request.Context.RequestAborted;
        _clientLeft = CancellationTokenSource.CreateLinkedTokenSource(_connectionAborted);
        request.Context.RequestAborted = _clientLeft.Token;
        _bytesLeft = bytes;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ThrowIfEnded();
        PromiseNoMoreThanComes();
        var through = buffer[..(int)Math.Min(buffer.Length, _bytesLeft)];
        _bytesLeft -= through.Length;
        if (_bytesLeft == 0)
        {
            await EndWithAsync(through, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await Network.WriteAsync(through, cancellationToken).ConfigureAwait(false);
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        PromiseNoMoreThanComes();
        return _bytesLeft == 0 ? EndWithAsync(default, cancellationToken) : Network.FlushAsync(cancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        _request.Context.RequestAborted = _connectionAborted;
        _clientLeft.Dispose();
        await base.DisposeAsync().ConfigureAwait(false);
    }

    // An answer that is to end in good order must not promise more bytes than will come.
    private void PromiseNoMoreThanComes()
    {
        var response = _request.Context.Response;
        if (_ending == Ending.Cut && !response.HasStarted && response.ContentLength > _bytesLeft)
        {
            response.ContentLength = _bytesLeft;
        }
    }

    private async Task EndWithAsync(ReadOnlyMemory<byte> last, CancellationToken cancellationToken)
    {
        // If the length is known, the answer is complete for the client as soon as these bytes have arrived.
        _request.Fire();
        await Network.WriteAsync(last, cancellationToken).ConfigureAwait(false);
        await Network.FlushAsync(cancellationToken).ConfigureAwait(false);
        switch (_ending)
        {
            case Ending.Cut:
                // The client reads the end now, even if the handler takes long to notice.
                await _answer.CompleteAsync().ConfigureAwait(false);
                break;
            case Ending.Reset:
                _request.Context.Abort();
                break;
            default:
                await Task.Delay(Timeout.InfiniteTimeSpan, _request.Clock, _connectionAborted).WaitAsync(cancellationToken).ConfigureAwait(false);
                break;
        }

        await _clientLeft.CancelAsync().ConfigureAwait(false);
        ThrowIfEnded();
    }

    private void ThrowIfEnded()
    {
        if (_request.HasFired)
        {
            throw new IOException("The client has left, says the fault plan.");
        }
    }
}
