using Flapjack.ReferenceBackend.Words;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Tests;

/// <summary>A backend whose building fails halfway leaves nothing behind.</summary>
public sealed class BackendPartsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Log => Path.Combine(_folder.Path, "flapjack.db-wal");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_built_is_disposed_of_in_reverse_when_a_later_part_fails()
    {
        // The audit log makes the first timer, after the store was opened. The computers make the second, after the server was built.
        var clock = new ClockOfOneTimer(() => File.Exists(Log));

        var build = () => BackendParts.BuildAsync(new() { DataDirectory = _folder.Path, TimeProvider = clock });

        (await build.Should().ThrowAsync<InvalidOperationException>()).WithMessage("No second timer.");
        clock.StoreWasOpenAtDisposal.Should().Equal([true], "the audit log goes once, and before the store that it writes to");
        File.Exists(Log).Should().BeFalse("the store is closed");
        DataDirectory.Open(_folder.Path, BackendSchema.All, FlapjackNames.Host).Dispose();
    }

    private sealed class ClockOfOneTimer(Func<bool> isStoreOpen) : TimeProvider
    {
        public List<bool> StoreWasOpenAtDisposal { get; } = [];

        private bool _hasTimer;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (_hasTimer)
            {
                throw new InvalidOperationException("No second timer.");
            }

            _hasTimer = true;
            return new Timer(() => StoreWasOpenAtDisposal.Add(isStoreOpen()));
        }

        private sealed class Timer(Action disposed) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose() => disposed();

            public ValueTask DisposeAsync()
            {
                disposed();
                return ValueTask.CompletedTask;
            }
        }
    }
}
