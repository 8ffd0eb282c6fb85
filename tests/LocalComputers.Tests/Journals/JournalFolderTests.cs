using LocalComputers.Journals;

namespace LocalComputers.Tests.Journals;

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
        using (Mount.Tmpfs(Path.Combine(_folder.Path, "exec_5.0"), "64k"))
        {
            // The order in which the system lists them is its own: of so many, some come behind the mount.
            foreach (var n in Enumerable.Range(10, 20))
            {
                Write($"exec_{n}.0");
            }

            JournalFolder.RemoveLeftovers(_folder.Path, _ => false).Should().Contain("exec_5.0");
        }

        Directory.GetFileSystemEntries(_folder.Path).Should().Equal(Path.Combine(_folder.Path, "exec_5.0"));
    }

    private void Write(string name) => File.WriteAllText(Path.Combine(_folder.Path, name), "");
}
