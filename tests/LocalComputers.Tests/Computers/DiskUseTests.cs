using LocalComputers.Computers;
using Microsoft.Extensions.Time.Testing;

namespace LocalComputers.Tests.Computers;

public sealed class DiskUseTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly SemaphoreSlim _gate = new(0);
    private readonly DiskUse _disk;
    private int _measured;

    public DiskUseTests() => _disk = new(Measure, _clock);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _disk.DisposeAsync();

    public void Dispose() => _gate.Dispose();

    [Fact]
    public async Task A_small_tree_is_told_at_once_and_each_time_anew()
    {
        _gate.Release(2);

        (await _disk.ReadAsync()).Should().Be(1);
        (await _disk.ReadAsync()).Should().Be(2);
    }

    [Fact]
    public async Task A_large_tree_is_not_waited_for_and_told_when_it_is_known()
    {
        (await ReadWithoutWaitingAsync()).Should().BeNull("nobody knows yet");

        _gate.Release();
        // The measurement may have ended before it is asked for again. Then another begins, which nobody lets through, so no reading is waited for here.
        var limit = Limit.Token;
        while (await ReadWithoutWaitingAsync() is null)
        {
            limit.ThrowIfCancellationRequested();
        }

        (await ReadWithoutWaitingAsync()).Should().Be(1, "the number before is the latest that is known");
    }

    [Fact]
    public async Task Those_who_ask_meanwhile_share_the_measurement()
    {
        Task<long?>[] readings = [.. Enumerable.Range(0, 10).Select(_ => _disk.ReadAsync())];
        _gate.Release(10);

        (await Task.WhenAll(readings)).Should().OnlyContain(used => used == 1);
        _measured.Should().Be(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_measurement_that_fails_or_knows_nothing_leaves_the_number_before(bool fails)
    {
        var answers = new Queue<Func<long?>>([() => 7, () => fails ? throw new IOException("The disk is broken.") : null, () => 8]);
        await using var disk = new DiskUse(_ => answers.Dequeue()(), _clock);

        (await disk.ReadAsync()).Should().Be(7);
        (await disk.ReadAsync()).Should().Be(7);
        (await disk.ReadAsync()).Should().Be(8);
    }

    [Fact]
    public async Task Disposal_ends_the_measurement_and_none_begins_after_it()
    {
        await ReadWithoutWaitingAsync();

        await _disk.DisposeAsync();

        (await _disk.ReadAsync()).Should().BeNull();
        _measured.Should().Be(0);
    }

    private async Task<long?> ReadWithoutWaitingAsync()
    {
        var reading = _disk.ReadAsync();
        _clock.Advance(LongEnough);
        return await reading;
    }

    private long? Measure(CancellationToken ended)
    {
        _gate.Wait(ended);
        return ++_measured;
    }
}
