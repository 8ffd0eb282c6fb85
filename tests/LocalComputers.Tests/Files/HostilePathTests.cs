using System.Runtime.InteropServices;
using LocalComputers.Files;
using LocalComputers.Files.Search;

namespace LocalComputers.Tests.Files;

/// <summary>Paths by which somebody could try to reach what is outside of a workspace, or to keep a call busy. Every call is tried with every path.</summary>
public sealed partial class HostilePathTests : IDisposable
{
    private readonly WorkspaceRoom _room = new();

    public HostilePathTests() => _room.Bash("""
        mkdir sub && echo inside > sub/file && ln -s ../outside out && ln -s /etc etc && ln -s /etc/hostname host && ln -s ../outside/secret secret
        ln -s loop loop && ln -s pong ping && ln -s ping pong && ln -s ../../../../../../etc/hostname far && ln -s sub/../../outside/secret through
        ln -s . self && ln -s "$PWD" absolute
        """);

    public static TheoryData<string> Paths => new(
        "..", "../outside/secret", "sub/../../outside/secret", "/etc/hostname", "/", "out", "out/secret", "out/new", "etc/hostname", "host", "secret", "loop", "loop/file",
        "ping", "ping/file", "far", "through", "self/self/out/secret", "absolute/sub/file", "a\0b", "sub\0/file", "sub/file\0", "sub/file/below",
        new string('n', 256), new string('n', 256) + "/file", string.Join('/', Enumerable.Repeat("self", 50)) + "/sub/file");

    [Theory]
    [MemberData(nameof(Paths))]
    public void Nothing_is_read_by_a_path_that_leads_nowhere_inside(string path)
    {
        FluentActions.Invoking(() => WorkspaceFile.Read(_room.Folder, path, 100)).Should().Throw<WorkspaceFileException>();
        FluentActions.Invoking(() => WorkspaceFile.ReadRange(_room.Folder, path, 0, 100)).Should().Throw<WorkspaceFileException>();
        FluentActions.Invoking(() => WorkspaceListing.List(_room.Folder, path, recurses: true, 100, CancellationToken.None)).Should().Throw<WorkspaceFileException>();
        FluentActions.Invoking(() => WorkspaceSearch.Find(_room.Folder, path, LinePattern.Of("", true, false), 100, 100, CancellationToken.None))
            .Should().Throw<WorkspaceFileException>();
        FluentActions.Invoking(() => WorkspacePatch.Apply(_room.Folder, path, _ => [], 100)).Should().Throw<WorkspaceFileException>();
        WorkspaceListing.Find(_room.Folder, path).Should().BeNull();
        _room.ShouldHaveKeptOutside();
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Nothing_outside_is_written_moved_or_removed(string path)
    {
        // A link is removed and moved itself, so these calls may succeed; what they must not do is reach what is outside.
        Try(() => WorkspaceFile.Write(_room.Folder, path, "x"u8));
        Try(() => WorkspaceFile.WriteAt(_room.Folder, path, 3, "x"u8, UnixFileMode.UserRead));
        Try(() => WorkspaceFolders.Make(_room.Folder, path, withParents: true));
        Try(() => WorkspaceFolders.Make(_room.Folder, path, withParents: false));
        Try(() => WorkspaceFolders.Move(_room.Folder, "sub/file", path));
        Try(() => WorkspaceFolders.Move(_room.Folder, path, "stolen"));
        Try(() => WorkspaceFolders.Remove(_room.Folder, path, recurses: true, CancellationToken.None));

        _room.ShouldHaveKeptOutside();
        if (new FileInfo(_room["stolen"]) is { Exists: true, LinkTarget: null } stolen)
        {
            File.ReadAllText(stolen.FullName).Should().Be("inside\n", "a file from outside is not brought in");
        }
    }

    [Theory]
    [InlineData("pipe")]
    [InlineData("socket")]
    [InlineData("device")]
    [InlineData("folder")]
    [InlineData("to-pipe")]
    public async Task What_is_no_ordinary_file_is_neither_read_nor_written_and_keeps_nobody_waiting(string name)
    {
        _room.Bash("mkfifo pipe; mkdir folder; mknod device c 1 5 2>/dev/null || mkfifo device; ln -s pipe to-pipe");
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(_room["socket"]));

        await Task.Run(() =>
        {
            WorkspaceRoom.ShouldFail(() => WorkspaceFile.ReadRange(_room.Folder, name, 0, 10), FileFault.NotAFile);
            WorkspaceRoom.ShouldFail(() => WorkspaceFile.Write(_room.Folder, name, "x"u8), FileFault.NotAFile);
            WorkspaceRoom.ShouldFail(() => WorkspaceFile.WriteAt(_room.Folder, name, 0, "x"u8, UnixFileMode.UserRead), FileFault.NotAFile);
            WorkspaceRoom.ShouldFail(() => WorkspacePatch.Apply(_room.Folder, name, _ => [], 100), FileFault.NotAFile);
            WorkspaceSearch.Find(_room.Folder, "", LinePattern.Of("", true, false), 10, 100, CancellationToken.None).Should().Equal(new FoundLine("sub/file", 1, "inside"));
        }).WaitAsync(Limit.Time);

        WorkspaceListing.Find(_room.Folder, name)!.Value.IsFolder.Should().Be(name == "folder");
    }

    [Fact]
    public void A_name_that_is_not_utf8_is_told_with_replacements_and_keeps_nothing_from_being_listed_searched_or_removed()
    {
        _room.Bash("""mkdir odd && cd odd && printf 'needle\n' > $'\xff\xfe' && mkdir $'dir\xff' && printf 'needle\n' > $'dir\xff/file'""");

        WorkspaceListing.List(_room.Folder, "odd", recurses: true, 100, CancellationToken.None).Select(entry => entry.Path)
            .Should().Equal("odd/dir\ufffd", "odd/dir\ufffd/file", "odd/\ufffd\ufffd");
        WorkspaceSearch.Find(_room.Folder, "odd", LinePattern.Of("needle", false, false), 10, 100, CancellationToken.None).Should().HaveCount(2);
        WorkspaceFolders.Remove(_room.Folder, "odd", recurses: true, CancellationToken.None);

        WorkspaceListing.Find(_room.Folder, "odd").Should().BeNull();
    }

    [Fact]
    public async Task A_folder_that_is_exchanged_for_a_link_again_and_again_leads_no_call_outside()
    {
        _room.Bash("mkdir -p swap/deep && echo inside > swap/deep/secret && ln -s ../outside evil && mkdir -p other/deep && ln -s ../../outside other/link && mkdir ../outside/deep && echo outside > ../outside/deep/secret");
        using var ended = new CancellationTokenSource();
        var swapping = Task.Factory.StartNew(
            () =>
            {
                while (!ended.IsCancellationRequested)
                {
                    // "swap" is by turns a folder and a link that leads outside, and it is always there.
                    Exchange(_room["swap"], _room["evil"]).Should().Be(0);
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var reads = 0;
        for (var round = 0; round < 500; round++)
        {
            Try(() =>
            {
                System.Text.Encoding.UTF8.GetString(WorkspaceFile.ReadRange(_room.Folder, "swap/deep/secret", 0, 100).Content).Should().Be("inside\n");
                reads++;
            });
            Try(() => WorkspaceFile.Write(_room.Folder, $"swap/new/{round}", "x"u8));
            Try(() => WorkspaceFile.WriteAt(_room.Folder, $"swap/at{round % 9}", 0, "x"u8, UnixFileMode.UserRead));
            Try(() => WorkspaceFolders.Make(_room.Folder, $"swap/made{round % 9}", withParents: true));
            Try(() => WorkspaceFolders.Remove(_room.Folder, "swap/new", recurses: true, CancellationToken.None));
            Try(() => WorkspaceSearch.Find(_room.Folder, "swap", LinePattern.Of("outside", false, false), 100, 100_000, CancellationToken.None).Should().BeEmpty());
        }

        await ended.CancelAsync();
        await swapping.WaitAsync(Limit.Time);
        reads.Should().BePositive("the file was there some of the time");
        Directory.GetFileSystemEntries(_room.Outside, "*", SearchOption.AllDirectories).Should().HaveCount(3, "nothing came, and nothing went");
        File.ReadAllText(Path.Combine(_room.Outside, "deep", "secret")).Should().Be("outside\n");
    }

    public void Dispose() => _room.Dispose();

    private static int Exchange(string one, string other) => renameat2(-100, one, -100, other, flags: 2);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int renameat2(int fromFolder, string from, int toFolder, string to, uint flags);

    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (WorkspaceFileException)
        {
            // It was refused, which is as good.
        }
    }
}
