using AgentComputer.ReferenceBackend;
using AgentComputer.Sdk;

namespace AgentComputer.EndToEnd.Tests.Files;

/// <summary>A computer is deleted while its files are read or written: the caller is told, and nothing of the computer stays on the disk.</summary>
public sealed class DeletedMeanwhileTests : IAsyncLifetime
{
    private const int Length = 20_000_000;

    private readonly FaultPlan _faults = new();
    private RealBackend _real = null!;
    private string _id = null!;

    public async Task InitializeAsync()
    {
        _real = await RealBackend.StartAsync(new() { Faults = _faults });
        _id = (await _real.CreateAsync()).Id;
    }

    public Task DisposeAsync() => _real.DisposeAsync();

    [Fact]
    public async Task A_download_ends_with_the_computer()
    {
        await _real.Client.UploadFileAsync(_id, "big", new MemoryStream(new byte[Length]), cancellationToken: Limit.LongToken);
        using var destination = new MemoryStream();

        var download = () => _real.Client.DownloadFileAsync(_id, "big", destination, new DeletesAtOnce(this), Limit.LongToken);

        await download.Should().ThrowAsync<AgentComputerNotFoundException>().WithMessage($"*{_id}*");
        destination.Length.Should().BeLessThan(Length);
        ShouldBeGone();
    }

    [Fact]
    public async Task An_upload_ends_with_the_computer_and_leaves_nothing()
    {
        var upload = () => _real.Client.UploadFileAsync(_id, "big", new MemoryStream(new byte[Length]), progress: new DeletesAtOnce(this), cancellationToken: Limit.LongToken);

        await upload.Should().ThrowAsync<AgentComputerNotFoundException>().WithMessage($"*{_id}*");
        ShouldBeGone();
    }

    [Fact]
    public async Task A_read_whose_answer_is_on_its_way_is_whole_or_an_exception_and_leaves_nothing()
    {
        var bytes = new byte[8_000_000];
        new Random(3).NextBytes(bytes);
        await _real.Client.WriteFileAsync(_id, "big", bytes, cancellationToken: Limit.LongToken);
        _faults.Add(Fault.DelayHeaders(TimeSpan.FromMilliseconds(300)), FaultTarget.Files, times: 1);

        var reading = _real.Client.ReadFileAsync(_id, "big", Limit.LongToken);
        await DeleteAsync();

        var read = await OrGoneAsync(reading);
        (read is null || read.AsSpan().SequenceEqual(bytes)).Should().BeTrue();
        ShouldBeGone();
    }

    [Fact]
    public async Task Writes_that_come_at_the_same_moment_succeed_or_are_told_and_leave_nothing()
    {
        var bytes = new byte[1_000_000];
        var writes = Enumerable.Range(0, 12).Select(async number =>
        {
            for (var i = 0; i < 100; i++)
            {
                if (await OrGoneAsync(WriteAsync($"folder{number}/file{i}")) is null)
                {
                    return;
                }
            }
        }).ToList();
        await Eventually.HoldsAsync(async () => await _real.Client.FileExistsAsync(_id, "folder11/file0", Limit.Token), "all of them write");

        await DeleteAsync();

        await Task.WhenAll(writes);
        ShouldBeGone();

        async Task<object> WriteAsync(string path)
        {
            await _real.Client.WriteFileAsync(_id, path, bytes, cancellationToken: Limit.LongToken);
            return path;
        }
    }

    private async Task DeleteAsync() => await _real.DoneAsync((await _real.Client.DeleteComputerAsync(_id, Limit.Token)).Operation);

    private void ShouldBeGone()
    {
        Directory.Exists(Path.Combine(_real.Backend.DataDirectory, "computers", _id)).Should().BeFalse();
        Directory.EnumerateFileSystemEntries(_real.Backend.DataDirectory, $"*{_id}*", SearchOption.AllDirectories).Should().BeEmpty();
    }

    // Null: the computer is gone, or goes, and the caller was told so.
    private static async Task<T?> OrGoneAsync<T>(Task<T> call) where T : class
    {
        try
        {
            return await call;
        }
        catch (Exception e) when (e is AgentComputerNotFoundException or AgentComputerConflictException)
        {
            return null;
        }
    }

    /// <summary>Deletes the computer behind the first piece, and waits until it is gone.</summary>
    private sealed class DeletesAtOnce(DeletedMeanwhileTests room) : IProgress<long>
    {
        private bool _done;

        public void Report(long value)
        {
            if (!_done)
            {
                _done = true;
                Task.Run(room.DeleteAsync).Wait(Limit.Time);
            }
        }
    }
}
