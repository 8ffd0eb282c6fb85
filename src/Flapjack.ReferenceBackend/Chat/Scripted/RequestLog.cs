namespace Flapjack.ReferenceBackend.Chat.Scripted;

/// <summary>The requests of a model: the latest of them, and how many there were.</summary>
/// <param name="kept">How many requests are kept.</param>
internal sealed class RequestLog(int kept)
{
    private readonly Lock _lock = new();
    private readonly Queue<ScriptedRequest> _requests = new();
    private readonly List<(int Count, TaskCompletionSource Reached)> _awaited = [];
    private int _count;

    public void Add(ScriptedRequest request)
    {
        lock (_lock)
        {
            _count++;
            _requests.Enqueue(request);
            if (_requests.Count > kept)
            {
                _requests.Dequeue();
            }

            foreach (var (_, reached) in _awaited.Where(awaited => awaited.Count <= _count))
            {
                reached.TrySetResult();
            }

            _awaited.RemoveAll(awaited => awaited.Count <= _count);
        }
    }

    public IReadOnlyList<ScriptedRequest> All()
    {
        lock (_lock)
        {
            return [.. _requests];
        }
    }

    public Task WhenCounted(int count)
    {
        lock (_lock)
        {
            if (_count >= count)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((count, reached));
            return reached.Task;
        }
    }
}
