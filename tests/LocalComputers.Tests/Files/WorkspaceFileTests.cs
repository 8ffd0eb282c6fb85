using System.Diagnostics;
using LocalComputers.Files;

namespace LocalComputers.Tests.Files;

/// <summary>Which files of a workspace are read and written, and why the others are not.</summary>
public sealed class WorkspaceFileTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly ComputerFolder _folder;

    public WorkspaceFileTests()
    {
        _folder = new(Path.Combine(_temp.Path, "computer"));
        Directory.CreateDirectory(Path.Combine(_folder.Workspace, "sub"));
        File.WriteAllText(Path.Combine(_folder.Workspace, "file"), "content");
        File.WriteAllText(Path.Combine(_folder.Home, "beside"), "secret");
        File.CreateSymbolicLink(Path.Combine(_folder.Workspace, "inside"), "./sub/../file");
        File.CreateSymbolicLink(Path.Combine(_folder.Workspace, "outside"), "../beside");
        File.CreateSymbolicLink(Path.Combine(_folder.Workspace, "host"), "/etc/hostname");
        File.CreateSymbolicLink(Path.Combine(_folder.Workspace, "dangling"), "sub/new");
        Process.Start("mkfifo", Path.Combine(_folder.Workspace, "pipe")).WaitForExit();
    }

    [Theory]
    [InlineData("file")]
    [InlineData("/workspace/file")]
    [InlineData("/workspace//sub/.././file")]
    [InlineData("inside")]
    public void An_ordinary_file_is_read_up_to_a_limit(string path)
    {
        var (content, size) = WorkspaceFile.Read(_folder, path, 4);

        (System.Text.Encoding.UTF8.GetString(content), size).Should().Be(("cont", 7));
    }

    [Fact]
    public void Files_that_are_written_at_once_into_a_folder_that_is_not_there_are_all_there()
    {
        for (var round = 0; round < 100; round++)
        {
            Parallel.For(0, 8, number => WorkspaceFile.Write(_folder, $"new/{round}/a/b/{number}", "x"u8));

            Directory.GetFiles(Path.Combine(_folder.Workspace, "new", $"{round}", "a", "b")).Should().HaveCount(8);
        }
    }

    [Theory]
    [InlineData("absent", nameof(FileFault.NotThere))]
    [InlineData("absent/file", nameof(FileFault.NotThere))]
    [InlineData("file/below", nameof(FileFault.NotThere))]
    [InlineData("dangling", nameof(FileFault.NotThere))]
    [InlineData("outside", nameof(FileFault.NotThere))]
    [InlineData("host", nameof(FileFault.NotThere))]
    [InlineData("../beside", nameof(FileFault.NotThere))]
    [InlineData("/etc/hostname", nameof(FileFault.NotThere))]
    [InlineData("a\0b", nameof(FileFault.NotThere))]
    [InlineData("", nameof(FileFault.NotAFile))]
    [InlineData("/workspace", nameof(FileFault.NotAFile))]
    [InlineData(".", nameof(FileFault.NotAFile))]
    [InlineData("sub", nameof(FileFault.NotAFile))]
    [InlineData("sub/", nameof(FileFault.NotAFile))]
    [InlineData("sub/..", nameof(FileFault.NotAFile))]
    [InlineData("pipe", nameof(FileFault.NotAFile))]
    public void Nothing_else_is_read(string path, string fault) =>
        ShouldFail(() => WorkspaceFile.Read(_folder, path, 4), fault);

    [Theory]
    [InlineData("outside", nameof(FileFault.NotThere))]
    [InlineData("host", nameof(FileFault.NotThere))]
    [InlineData("../new", nameof(FileFault.NotThere))]
    [InlineData("sub/../../new", nameof(FileFault.NotThere))]
    [InlineData("/new", nameof(FileFault.NotThere))]
    [InlineData("file/below", nameof(FileFault.NotThere))]
    [InlineData("sub", nameof(FileFault.NotAFile))]
    [InlineData("pipe", nameof(FileFault.NotAFile))]
    public void Nothing_is_written_in_another_place(string path, string fault)
    {
        ShouldFail(() => WorkspaceFile.Write(_folder, path, "x"u8), fault);

        Directory.GetFiles(_folder.Home).Should().Equal(Path.Combine(_folder.Home, "beside"));
        File.ReadAllText(Path.Combine(_folder.Home, "beside")).Should().Be("secret");
        Directory.GetFileSystemEntries(_folder.Root).Should().Equal(_folder.Home);
    }

    [Fact]
    public void A_file_is_written_with_the_folders_on_its_way_and_through_a_link_that_stays_inside()
    {
        WorkspaceFile.Write(_folder, "new/deep/er/file", "one"u8);
        WorkspaceFile.Write(_folder, "dangling", "two"u8);

        File.ReadAllText(Path.Combine(_folder.Workspace, "new", "deep", "er", "file")).Should().Be("one");
        File.ReadAllText(Path.Combine(_folder.Workspace, "sub", "new")).Should().Be("two");
        Directory.GetFileSystemEntries(_folder.Root).Should().Equal(_folder.Home);
    }

    [Fact]
    public void A_reader_that_has_the_old_file_open_reads_the_old_content_to_its_end()
    {
        using var open = new StreamReader(Path.Combine(_folder.Workspace, "file"));

        WorkspaceFile.Write(_folder, "file", "new"u8);

        open.ReadToEnd().Should().Be("content");
        File.ReadAllText(Path.Combine(_folder.Workspace, "file")).Should().Be("new");
    }

    public void Dispose() => _temp.Dispose();

    private static void ShouldFail(Action action, string fault) => action.Should().Throw<WorkspaceFileException>().Which.Fault.ToString().Should().Be(fault);
}
