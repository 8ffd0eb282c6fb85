using LocalComputers.Files;

namespace LocalComputers.Tests.Files;

/// <summary>The size of a tree is what <c>du</c> says.</summary>
public sealed class FileTreeSizeTests : IDisposable
{
    private readonly string _tree = Directory.CreateTempSubdirectory("flapjack-test-").FullName;

    public void Dispose() => FileTree.Remove(_tree).Should().BeNull();

    [Theory]
    [InlineData("true")]
    [InlineData("truncate -s 50G sparse")]
    [InlineData("head -c 3000000 /dev/urandom >one; ln one two; mkdir a; ln one a/three")]
    [InlineData("dd if=/dev/urandom of=tail bs=1k count=100 seek=1000000 status=none; head -c 1 /dev/urandom >small; : >empty")]
    [InlineData("mkdir -p a/b/c; seq 100000 >a/b/c/file; ln -s a/b/c/file link; ln -s /usr out; ln -s . loop; mkfifo pipe; echo x >$'\\xff'")]
    [InlineData("fallocate -l 3M kept || true; head -c 2000000 /dev/urandom >holes; fallocate -p -o 500000 -l 1000000 holes || true; ln -s $(printf 'l%.0s' {1..3000}) long")]
    [InlineData("mkdir -p a/b; head -c 100000 /dev/urandom >a/f; for i in {1..200}; do ln a/f a/b/n$i; done; ln -s f a/l; ln a/l a/b/l")]
    [InlineData("mkdir d{1..3000}; for i in {1..3000}; do echo $i >d$i/file; done")]
    public void It_is_what_du_says(string script)
    {
        StrangeFiles.Bash(_tree, script + "; sync -f .");

        FileTree.Measure(_tree, CancellationToken.None).Should().Be(StrangeFiles.DiskUseOf(_tree));
    }

    [Fact]
    public void A_tree_of_any_depth_is_measured()
    {
        StrangeFiles.MakeDeep(_tree, 3_000, new string('d', 100));

        FileTree.Measure(_tree, CancellationToken.None).Should().BeGreaterThan(3_000);
    }

    [Fact]
    public void Of_a_closed_folder_nothing_but_itself_is_counted()
    {
        StrangeFiles.Bash(_tree, "mkdir closed searchless; seq 100000 >closed/file; seq 100000 >searchless/file; chmod 000 closed; chmod 400 searchless");
        OrdinaryUser.Own(_tree);

        var measured = OrdinaryUser.Run(() => FileTree.Measure(_tree, CancellationToken.None));

        StrangeFiles.Bash(_tree, "chmod 700 closed searchless; rm */file");
        measured.Should().Be(StrangeFiles.DiskUseOf(_tree));
    }

    [FactWithMount]
    public void What_is_mounted_there_is_another_disks()
    {
        var before = FileTree.Measure(_tree, CancellationToken.None);
        var mounted = Path.Combine(_tree, "mounted");
        Directory.CreateDirectory(mounted);
        var withFolder = FileTree.Measure(_tree, CancellationToken.None);
        using (Mount.Tmpfs(mounted, "1m"))
        {
            File.WriteAllBytes(Path.Combine(mounted, "foreign"), new byte[500_000]);

            FileTree.Measure(_tree, CancellationToken.None).Should().Be(before).And.BeLessThanOrEqualTo(withFolder!.Value);
        }
    }

    [Fact]
    public void What_is_not_there_takes_nothing() => FileTree.Measure(Path.Combine(_tree, "none"), CancellationToken.None).Should().Be(0);

    [Fact]
    public void What_is_no_folder_can_not_be_measured()
    {
        File.WriteAllText(Path.Combine(_tree, "file"), "");

        FileTree.Measure(Path.Combine(_tree, "file"), CancellationToken.None).Should().BeNull();
    }
}
