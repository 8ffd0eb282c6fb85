using Flapjack.ReferenceBackend.Sse;

namespace Flapjack.ReferenceBackend.Computers;

/// <summary>
/// The one ordered record of what a command or a bootstrap said: numbered frames in an append-only file, as they go over the wire.
/// Any number of readers see the same bytes, each at its own pace and from any frame.
/// </summary>
internal sealed class Journal : IDisposable
{
    /// <summary>How far the journal may run ahead of its fastest reader before its writer is asked to pause.</summary>
    private const long Window = 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly byte[] _idPrefix;
    private readonly Microsoft.Win32.SafeHandles.SafeFileHandle _file;
    private readonly SseFrameWriter _frames = new();
    private readonly HashSet<JournalReader> _readers = [];
    private long _count;
    private long _length;
    private bool _completed;
    private TaskCompletionSource _changed = NewSignal();
    private TaskCompletionSource _advanced = NewSignal();

    public Journal(string path, string idPrefix)
    {
        _path = path;
        _idPrefix = System.Text.Encoding.UTF8.GetBytes(idPrefix);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read);
    }

    public void Append<TState>(ReadOnlySpan<byte> eventName, TState state, FrameData<TState> writeData) where TState : allows ref struct
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            var frame = _frames.Write(_idPrefix, _count + 1, eventName, state, writeData);
            RandomAccess.Write(_file, frame, _length);
            _count++;
            _length += frame.Length;
            changed = Exchange(ref _changed);
        }

        changed.TrySetResult();
    }

    /// <summary>Says that nothing more will come: readers end once they have seen it all.</summary>
    public void Complete()
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _completed = true;
            changed = Exchange(ref _changed);
        }

        changed.TrySetResult();
    }

    /// <summary>Attaches a reader at the first frame; dispose it to detach.</summary>
    public JournalReader OpenReader()
    {
        lock (_lock)
        {
            var reader = new JournalReader(this);
            _readers.Add(reader);
            return reader;
        }
    }

    /// <summary>Waits while the journal is too far ahead of its fastest reader. With no reader attached there is nobody to wait for.</summary>
    public async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task advanced;
            lock (_lock)
            {
                if (_readers.Count == 0 || _length - _readers.Max(reader => reader.Position) <= Window)
                {
                    return;
                }

                advanced = _advanced.Task;
            }

            await advanced.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        _frames.Dispose();
        File.Delete(_path);
    }

    /// <summary>Copies what lies at a position; 0 when there is nothing yet, with a task that ends when that may have changed; -1 at the end of all.</summary>
    internal int Read(long position, Span<byte> buffer, out Task changed)
    {
        long available;
        lock (_lock)
        {
            changed = _changed.Task;
            available = _length - position;
            if (available == 0)
            {
                return _completed ? -1 : 0;
            }
        }

        return RandomAccess.Read(_file, buffer[..(int)Math.Min(buffer.Length, available)], position);
    }

    internal void Advanced() => Signal(ref _advanced);

    internal void Detach(JournalReader reader)
    {
        lock (_lock)
        {
            _readers.Remove(reader);
        }

        Signal(ref _advanced);
    }

    private void Signal(ref TaskCompletionSource signal)
    {
        TaskCompletionSource old;
        lock (_lock)
        {
            old = Exchange(ref signal);
        }

        old.TrySetResult();
    }

    private static TaskCompletionSource Exchange(ref TaskCompletionSource signal)
    {
        var old = signal;
        signal = NewSignal();
        return old;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
