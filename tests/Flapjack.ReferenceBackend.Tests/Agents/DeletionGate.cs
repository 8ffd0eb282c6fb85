using Flapjack.ReferenceBackend.Tests.Api;
using Microsoft.Win32.SafeHandles;

namespace Flapjack.ReferenceBackend.Tests.Agents;

/// <summary>Holds a deletion in its middle: when the computer's running command has been killed, and its end is about to be written.</summary>
internal sealed class DeletionGate : IDisposable
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _open = new(true);

    /// <summary>Ends when a deletion is held.</summary>
    public Task Reached => _reached.Task.WaitAsync(TestBackend.Patience);

    public void Close() => _open.Reset();

    public void Open() => _open.Set();

    public void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long position)
    {
        if (!_open.IsSet)
        {
            _reached.TrySetResult();
            _open.Wait(TestBackend.Patience);
        }

        RandomAccess.Write(file, bytes, position);
    }

    public void Dispose() => _open.Dispose();
}
