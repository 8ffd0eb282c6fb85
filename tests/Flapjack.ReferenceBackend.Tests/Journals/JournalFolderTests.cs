using Flapjack.ReferenceBackend.Journals;
using Flapjack.ReferenceBackend.Tests.Computers;
using Flapjack.ReferenceBackend.Tests.Storage;

namespace Flapjack.ReferenceBackend.Tests.Journals;

public sealed class JournalFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void When_all_leftovers_are_gone_nothing_is_told()
    {
        Write("exec_1.0");

        JournalFolder.RemoveLeftovers(_folder.Path, _ => false).Should().BeNull();
    }

    [FactWithMount]
    public void What_could_not_be_removed_is_told_and_the_rest_goes()
    {
        // Whether the newest or the oldest is listed first, some come behind the mount.
        Write("exec_0.0");
        using (Mount.Tmpfs(Path.Combine(_folder.Path, "exec_1.0"), "64k"))
        {
            Write("exec_2.0");

            JournalFolder.RemoveLeftovers(_folder.Path, _ => false).Should().Contain("exec_1.0");
        }

        Directory.GetFileSystemEntries(_folder.Path).Should().Equal(Path.Combine(_folder.Path, "exec_1.0"));
    }

    private void Write(string name) => File.WriteAllText(Path.Combine(_folder.Path, name), "");
}
