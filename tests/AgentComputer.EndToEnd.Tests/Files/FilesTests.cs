using System.Text;
using AgentComputer.Sdk;

namespace AgentComputer.EndToEnd.Tests.Files;

public sealed class FilesTests(RealBackend real) : IClassFixture<RealBackend>, IAsyncLifetime
{
    private string _id = null!;

    private AgentComputerClient Client => real.Client;

    public async Task InitializeAsync() => _id = (await real.CreateAsync()).Id;

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_text_is_read_as_it_was_written_with_its_permissions()
    {
        const string text = "#!/bin/sh\necho 'ü 😀'\n";
        const UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

        await Client.WriteTextFileAsync(_id, "run.sh", text, mode, Limit.Token);

        (await Client.ReadTextFileAsync(_id, "run.sh", Limit.Token)).Should().Be(text);
        var file = await Client.GetFileAsync(_id, "run.sh", Limit.Token);
        (file.Name, file.Type, file.SizeBytes, file.Mode).Should().Be(("run.sh", ComputerFileType.File, Encoding.UTF8.GetByteCount(text), mode));
        (await Client.ExecAsync(_id, new() { Command = [file.AbsolutePath] }, Limit.Token)).Stdout.Should().Be("ü 😀\n");
    }

    [Fact]
    public async Task Bytes_are_read_whole_and_in_ranges_as_they_were_written()
    {
        var bytes = Enumerable.Range(0, 256).Select(number => (byte)number).ToArray();
        await Client.WriteFileAsync(_id, "bytes", bytes, cancellationToken: Limit.Token);

        await Client.WriteFileRangeAsync(_id, "bytes", 254, new byte[] { 1, 2, 3, 4 }, Limit.Token);

        (await Client.ReadFileAsync(_id, "bytes", Limit.Token)).Should().Equal([.. bytes[..254], 1, 2, 3, 4]);
        (await Client.ReadFileRangeAsync(_id, "bytes", 252, 4, Limit.Token)).Should().Equal(252, 253, 1, 2);
    }

    [Fact]
    public async Task An_empty_file_is_empty_and_a_text_may_hold_NUL()
    {
        await Client.WriteTextFileAsync(_id, "empty", "", cancellationToken: Limit.Token);
        await Client.WriteTextFileAsync(_id, "nul", "a\0b", cancellationToken: Limit.Token);

        (await Client.ReadTextFileAsync(_id, "empty", Limit.Token)).Should().BeEmpty();
        (await Client.ReadFileAsync(_id, "empty", Limit.Token)).Should().BeEmpty();
        (await Client.ReadFileAsync(_id, "nul", Limit.Token)).Should().Equal("a\0b"u8.ToArray());
    }

    [Fact]
    public async Task Folders_are_made_listed_moved_and_removed()
    {
        await Client.CreateDirectoryAsync(_id, "a/b", cancellationToken: Limit.Token);
        await Client.WriteTextFileAsync(_id, "a/b/file", "1", cancellationToken: Limit.Token);

        (await Client.ListFilesAsync(_id, "a", recursive: true, Limit.Token)).Select(file => (file.Path, file.Type)).Should()
            .BeEquivalentTo([("a/b", ComputerFileType.Directory), ("a/b/file", ComputerFileType.File)]);
        await Client.MoveFileAsync(_id, "a/b/file", "a/moved", Limit.Token);
        (await Client.ReadTextFileAsync(_id, "a/moved", Limit.Token)).Should().Be("1");
        (await Client.FileExistsAsync(_id, "a/b/file", Limit.Token)).Should().BeFalse();

        await Client.DeleteFileAsync(_id, "a", recursive: true, Limit.Token);
        (await Client.FileExistsAsync(_id, "a", Limit.Token)).Should().BeFalse();
    }

    [Fact]
    public async Task Edits_change_what_they_find_and_a_replacement_changes_the_whole()
    {
        await Client.WriteTextFileAsync(_id, "edited", "one two three", cancellationToken: Limit.Token);

        await Client.EditFileAsync(_id, "edited", [new("one", "1"), new("1 two", "12")], Limit.Token);
        (await Client.ReadTextFileAsync(_id, "edited", Limit.Token)).Should().Be("12 three");
        await Client.ReplaceFileAsync(_id, "edited", "all new", Limit.Token);
        (await Client.ReadTextFileAsync(_id, "edited", Limit.Token)).Should().Be("all new");
    }

    [Fact]
    public async Task An_edit_that_finds_nothing_changes_nothing()
    {
        await Client.WriteTextFileAsync(_id, "stays", "one", cancellationToken: Limit.Token);

        var act = () => Client.EditFileAsync(_id, "stays", [new("one", "1"), new("two", "2")], Limit.Token);

        await act.Should().ThrowAsync<AgentComputerApiException>();
        (await Client.ReadTextFileAsync(_id, "stays", Limit.Token)).Should().Be("one");
    }

    [Fact]
    public async Task A_search_finds_text_and_patterns_with_their_lines()
    {
        await Client.WriteTextFileAsync(_id, "code/a.txt", "first\nNeedle 12\n", cancellationToken: Limit.Token);

        var text = await Client.SearchFilesAsync(_id, new() { Pattern = "needle", IgnoreCase = true, Path = "code" }, Limit.Token);
        var pattern = await Client.SearchFilesAsync(_id, new() { Pattern = "[0-9]{2}", IsRegex = true, MaxMatches = 1 }, Limit.Token);

        text.Should().ContainSingle().Which.Should().Match<ComputerFileMatch>(match => match.Path == "code/a.txt" && match.Line == 2);
        pattern.Should().ContainSingle().Which.Match.Should().Contain("12");
        (await Client.SearchFilesAsync(_id, new() { Pattern = "needle" }, Limit.Token)).Should().BeEmpty("the case counts");
    }

    [Fact]
    public async Task A_path_that_leads_out_of_the_computer_reads_nothing()
    {
        await Client.ExecAsync(_id, new() { Command = ["ln", "-s", "/etc/passwd", "out"], Cwd = ComputerWorkspace.Root }, Limit.Token);

        var link = () => Client.ReadTextFileAsync(_id, "out", Limit.Token);
        var missing = () => Client.ReadTextFileAsync(_id, "missing", Limit.Token);

        await link.Should().ThrowAsync<AgentComputerApiException>();
        await missing.Should().ThrowAsync<AgentComputerNotFoundException>();
    }
}
