using System.Diagnostics;
using LocalComputers.Files;

namespace LocalComputers.Tests.Files;

public sealed class FileTreeRemovalTests : IDisposable
{
    // A path that is too long for .NET's own removal may be in here when a test fails.
    private readonly string _room = Directory.CreateTempSubdirectory("flapjack-test-").FullName;

    private string Tree => Path.Combine(_room, "tree");

    public FileTreeRemovalTests() => Directory.CreateDirectory(Tree);

    public void Dispose() => StrangeFiles.Bash("/", $"rm -rf '{_room}'");

    [Theory]
    [InlineData(17, 250)]
    [InlineData(5_000, 1)]
    [InlineData(3_000, 100)]
    [InlineData(300, 255)]
    public void A_tree_of_any_depth_is_removed(int levels, int nameLength)
    {
        StrangeFiles.MakeDeep(Tree, levels, new string('d', nameLength));

        FileTree.Remove(Tree).Should().BeNull();

        Directory.Exists(Tree).Should().BeFalse();
    }

    [Fact]
    public void A_deep_walk_holds_few_descriptors()
    {
        StrangeFiles.MakeDeep(Tree, 200, "d");
        using var walk = new TreeWalk();
        walk.Begin(System.Text.Encoding.UTF8.GetBytes(Tree)).Should().Be(0);

        while (walk.Enter("d"u8.ToArray()) == 0)
        {
            OpenBelow(Tree).Should().BeLessThanOrEqualTo(16);
        }

        walk.Depth.Should().Be(200);
        while (walk.Depth > 0)
        {
            walk.Leave().Should().BeTrue();
        }
    }

    [Fact]
    public void Every_kind_of_file_and_every_name_is_removed_and_no_link_is_followed()
    {
        var outside = Path.Combine(_room, "outside");
        Directory.CreateDirectory(outside);
        File.WriteAllText(Path.Combine(outside, "kept"), "");
        StrangeFiles.Bash(Tree, """
            touch $'\xff\xfe' $'new\nline' -- -rf ' ' '*'
            mkdir -p $'dir\xff/inner' && touch $'dir\xff/inner/file'
            mkdir a && ln -s ../a a/loop && ln -s . loop && ln -s nowhere dangling && ln -s ../outside out && ln -s /etc etc
            mkfifo pipe && (mknod device c 1 3 2>/dev/null || true)
            touch one && ln one two
            mkdir many{1..3000}; touch many{1..3000}/file
            """);

        FileTree.Remove(Tree).Should().BeNull();

        Directory.Exists(Tree).Should().BeFalse();
        File.Exists(Path.Combine(outside, "kept")).Should().BeTrue();
    }

    [Theory]
    [InlineData("file", "touch it")]
    [InlineData("link", "ln -s /etc it")]
    [InlineData("loop", "ln -s it it")]
    [InlineData("nothing", "true")]
    [InlineData("pipe", "mkfifo it")]
    [InlineData("link to a folder beside it", "mkdir -p ../outside/inner; ln -s ../outside it")]
    [InlineData("closed file", "echo x >it; chmod 000 it")]
    public void What_is_no_folder_is_removed_too(string what, string script)
    {
        StrangeFiles.Bash(Tree, script);

        FileTree.Remove(Path.Combine(Tree, "it")).Should().BeNull(what);

        Directory.GetFileSystemEntries(Tree).Should().BeEmpty();
        File.Exists("/etc/passwd").Should().BeTrue();
    }

    [Fact]
    public void Folders_that_are_closed_to_their_owner_are_opened()
    {
        StrangeFiles.Bash(Tree, """
            mkdir -p closed/inner blind/inner unwritable/inner searchless/inner
            touch {closed,blind,unwritable,searchless}/{,inner/}file
            chmod 000 closed/inner closed; chmod 300 blind; chmod 500 unwritable/inner unwritable; chmod 600 searchless
            """);
        OrdinaryUser.Own(_room);

        OrdinaryUser.Run(() => FileTree.Remove(Tree)).Should().BeNull();

        Directory.Exists(Tree).Should().BeFalse();
    }

    [Fact]
    public void What_belongs_to_somebody_else_stays_and_is_told_and_the_rest_goes()
    {
        StrangeFiles.Bash(Tree, "mkdir -p mine/inner theirs/inner; touch mine/inner/file theirs/inner/file");
        OrdinaryUser.Own(_room);
        StrangeFiles.Bash(Tree, "[ $UID -ne 0 ] || chown -R 0:0 theirs; chmod -R 555 theirs");
        if (!Environment.IsPrivilegedProcess)
        {
            // Without root nothing can be somebody else's: then it is opened, and goes.
            FileTree.Remove(Tree).Should().BeNull();
            return;
        }

        var left = OrdinaryUser.Run(() => FileTree.Remove(Tree));

        left.Should().Be("'file': Permission denied");
        Directory.GetFileSystemEntries(Tree).Select(Path.GetFileName).Should().Equal("theirs");
    }

    [FactWithLocks]
    public void Locked_files_and_folders_are_unlocked()
    {
        StrangeFiles.Bash(Tree, """
            mkdir -p a/locked b/grown c
            touch a/locked/file a/file b/grown/file c/locked c/grown
            chattr +i a/locked/file a/locked a/file c/locked; chattr +a b/grown c/grown; chattr +i .
            """);

        FileTree.Remove(Tree).Should().BeNull();

        Directory.Exists(Tree).Should().BeFalse();
    }

    [FactWithLocks]
    public void A_locked_file_that_has_another_name_elsewhere_stays_locked()
    {
        StrangeFiles.Bash(_room, "touch elsewhere; mkdir tree/a; ln elsewhere tree/a/name; chattr +i elsewhere");
        try
        {
            FileTree.Remove(Tree).Should().Be("'name': Operation not permitted");

            StrangeFiles.Bash(_room, "lsattr elsewhere").Should().StartWith("----i");
        }
        finally
        {
            StrangeFiles.Bash(_room, "chattr -i elsewhere");
        }
    }

    [FactWithMount]
    public void What_is_mounted_there_stays_with_all_its_files_and_the_rest_goes()
    {
        StrangeFiles.MakeDeep(Tree, 20, "d");
        var mounted = Path.Combine(Tree, "d/d/mounted");
        using (Mount.Tmpfs(mounted, "1m"))
        {
            File.WriteAllText(Path.Combine(mounted, "foreign"), "");

            FileTree.Remove(Tree).Should().Be("'mounted': Device or resource busy");

            File.Exists(Path.Combine(mounted, "foreign")).Should().BeTrue();
            Directory.GetFileSystemEntries(Path.Combine(Tree, "d/d")).Should().Equal(mounted);
        }

        FileTree.Remove(Tree).Should().BeNull();
    }

    [Fact]
    public void Files_that_come_and_go_meanwhile_do_not_hold_it_up()
    {
        const string Script = "while mkdir -p a/b/c 2>/dev/null; do touch a/b/c/$RANDOM a/$RANDOM b$RANDOM; rm -rf a/b; done 2>/dev/null";
        using var busy = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", Script]) { WorkingDirectory = Tree })!;
        try
        {
            // It ends, with or without the files that came last.
            for (var i = 0; i < 20; i++)
            {
                _ = FileTree.Remove(Path.Combine(Tree, "a"));
            }
        }
        finally
        {
            busy.Kill();
            busy.WaitForExit();
        }

        FileTree.Remove(Tree).Should().BeNull();
    }

    private static int OpenBelow(string folder) => Directory.GetFiles("/proc/self/fd")
        .Count(path => (new FileInfo(path).LinkTarget ?? "").StartsWith(folder, StringComparison.Ordinal));
}
