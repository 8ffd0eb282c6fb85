namespace LocalComputers.Tests;

public sealed class DisposalsTests
{
    private readonly List<string> _disposed = [];

    [Fact]
    public async Task Parts_are_disposed_of_in_reverse_and_once()
    {
        var disposals = new Disposals();
        disposals.Add(new Part(() => _disposed.Add("first")));
        disposals.Add(new AsyncPart(() => _disposed.Add("second")));
        disposals.Add(new Part(() => _disposed.Add("third")));

        await disposals.DisposeAsync();
        await disposals.DisposeAsync();

        _disposed.Should().Equal("third", "second", "first");
    }

    [Fact]
    public async Task A_part_that_fails_keeps_no_other_from_being_disposed_of_and_is_told()
    {
        var disposals = new Disposals();
        disposals.Add(new Part(() => _disposed.Add("first")));
        disposals.Add(new Part(() => throw new IOException("later")));
        disposals.Add(new AsyncPart(() => throw new IOException("first of the failures")));

        var dispose = async () => await disposals.DisposeAsync();

        await dispose.Should().ThrowAsync<IOException>().WithMessage("first of the failures");
        _disposed.Should().Equal("first");
    }

    [Fact]
    public void What_can_not_be_disposed_of_is_refused()
    {
        var disposals = new Disposals();

        var add = () => disposals.Add("text");

        add.Should().Throw<ArgumentException>().WithMessage("String can't be disposed of.*");
    }

    private sealed class Part(Action dispose) : IDisposable
    {
        public void Dispose() => dispose();
    }

    private sealed class AsyncPart(Action dispose) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            dispose();
        }
    }
}
