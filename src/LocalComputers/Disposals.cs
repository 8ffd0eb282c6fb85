using System.Runtime.ExceptionServices;

namespace LocalComputers;

/// <summary>Disposes of parts in the reverse of the order in which they were built. A part that fails does not keep the others from being disposed of.</summary>
internal sealed class Disposals : IAsyncDisposable
{
    private readonly Stack<object> _parts = new();

    /// <summary>Takes a part that was just built.</summary>
    /// <typeparam name="T">Disposable in either way.</typeparam>
    public T Add<T>(T part)
        where T : class
    {
        if (part is not (IAsyncDisposable or IDisposable))
        {
            throw new ArgumentException($"{part.GetType().Name} can't be disposed of.", nameof(part));
        }

        _parts.Push(part);
        return part;
    }

    /// <summary>Disposes of every part; throws the first failure when all of them are done.</summary>
    public async ValueTask DisposeAsync()
    {
        Exception? failure = null;
        while (_parts.TryPop(out var part))
        {
            try
            {
                if (part is IAsyncDisposable waiting)
                {
                    await waiting.DisposeAsync().ConfigureAwait(false);
                }
                else
                {
                    ((IDisposable)part).Dispose();
                }
            }
            catch (Exception e)
            {
                failure ??= e;
            }
        }

        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }
}
