namespace Shared.Wire.Streaming;

/// <summary>
/// A sequence that two tokens can end: the one given to the method, and the one given by <c>WithCancellation</c>. The exception names the token that
/// ended it, so that a caller can tell its own cancellation from another.
/// </summary>
internal sealed class TwoTokenSequence<T>(Func<CancellationToken, IAsyncEnumerator<T>> begin, CancellationToken ofCall) : IAsyncEnumerable<T>
{
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        !cancellationToken.CanBeCanceled || cancellationToken == ofCall ? begin(ofCall)
        : !ofCall.CanBeCanceled ? begin(cancellationToken)
        : new Enumerator(begin, ofCall, cancellationToken);

    private sealed class Enumerator : IAsyncEnumerator<T>
    {
        private readonly CancellationToken _ofCall;
        private readonly CancellationToken _ofEnumeration;
        private readonly CancellationTokenSource _either;
        private readonly IAsyncEnumerator<T> _inner;

        public Enumerator(Func<CancellationToken, IAsyncEnumerator<T>> begin, CancellationToken ofCall, CancellationToken ofEnumeration)
        {
            (_ofCall, _ofEnumeration) = (ofCall, ofEnumeration);
            _either = CancellationTokenSource.CreateLinkedTokenSource(ofCall, ofEnumeration);
            _inner = begin(_either.Token);
        }

        public T Current => _inner.Current;

        public async ValueTask<bool> MoveNextAsync()
        {
            try
            {
                return await _inner.MoveNextAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException e) when (_either.IsCancellationRequested)
            {
                throw new OperationCanceledException(e.Message, e, _ofEnumeration.IsCancellationRequested ? _ofEnumeration : _ofCall);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _inner.DisposeAsync().ConfigureAwait(false);
            _either.Dispose();
        }
    }
}
