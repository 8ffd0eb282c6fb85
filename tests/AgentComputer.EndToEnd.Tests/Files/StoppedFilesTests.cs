using AgentComputer.Sdk;

namespace AgentComputer.EndToEnd.Tests.Files;

/// <summary>The files of a computer that is stopped are read and written as those of one that runs.</summary>
public sealed class StoppedFilesTests(RealBackend real) : IClassFixture<RealBackend>, IAsyncLifetime
{
    private string _id = null!;

    private AgentComputerClient Client => real.Client;

    public async Task InitializeAsync()
    {
        _id = (await real.CreateAsync()).Id;
        await Client.ExecAsync(_id, new() { Command = ["sh", "-c", "echo by a program > made"], Cwd = ComputerWorkspace.Root }, Limit.Token);
        await real.StopAsync(_id);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task What_a_program_wrote_is_read_found_and_listed()
    {
        (await Client.ReadTextFileAsync(_id, "made", Limit.Token)).Should().Be("by a program\n");
        (await Client.ReadFileRangeAsync(_id, "made", 5, 7, Limit.Token)).Should().Equal("program"u8.ToArray());
        (await Client.ListFilesAsync(_id, cancellationToken: Limit.Token)).Should().Contain(file => file.Path == "made");
        (await Client.SearchFilesAsync(_id, new() { Pattern = "program" }, Limit.Token)).Should().ContainSingle().Which.Path.Should().Be("made");
        (await Client.GetFileAsync(_id, "made", Limit.Token)).SizeBytes.Should().Be(13);
    }

    [Fact]
    public async Task What_is_written_meanwhile_is_there_for_programs_after_the_start()
    {
        await Client.CreateDirectoryAsync(_id, "later", cancellationToken: Limit.Token);
        await Client.WriteTextFileAsync(_id, "later/a", "one", cancellationToken: Limit.Token);
        await Client.EditFileAsync(_id, "later/a", [new("one", "two")], Limit.Token);
        await Client.MoveFileAsync(_id, "later/a", "later/b", Limit.Token);
        await Client.DeleteFileAsync(_id, "made", cancellationToken: Limit.Token);
        (await Client.GetComputerAsync(_id, Limit.Token)).Computer.State.Should().Be(ComputerState.Stopped, "files don't start a computer");

        await Client.EnsureReadyAsync(_id, RealBackend.Quickly, Limit.Token);

        var shown = await Client.ExecAsync(_id, new() { Command = ["sh", "-c", "cat later/b; ls made"], Cwd = ComputerWorkspace.Root }, Limit.Token);
        (shown.Stdout, shown.Succeeded).Should().Be(("two", false));
    }

    [Fact]
    public async Task Whole_files_are_uploaded_and_downloaded()
    {
        await Client.UploadFileAsync(_id, "up", new MemoryStream("content"u8.ToArray()), verify: true, cancellationToken: Limit.Token);
        using var down = new MemoryStream();

        await Client.DownloadFileAsync(_id, "up", down, cancellationToken: Limit.Token);

        down.ToArray().Should().Equal("content"u8.ToArray());
    }
}
