using LocalComputers.Files;

namespace LocalComputers.Tests.Files;

/// <summary>The files of a computer of a test. A path that is too long for .NET's own removal may be in it.</summary>
internal sealed class WorkspaceRoom : IDisposable
{
    private readonly string _room = Directory.CreateTempSubdirectory("flapjack-test-").FullName;

    public WorkspaceRoom()
    {
        Folder = new(Path.Combine(_room, "computer"));
        Directory.CreateDirectory(Folder.Workspace);
        Directory.CreateDirectory(Outside);
        File.WriteAllText(Path.Combine(Outside, "secret"), "secret");
    }

    public ComputerFolder Folder { get; }

    /// <summary>A folder that no call may reach.</summary>
    public string Outside => Path.Combine(Folder.Home, "outside");

    public string this[string name] => Path.Combine(Folder.Workspace, name);

    public void Write(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], content);
    }

    public string Read(string name) => File.ReadAllText(this[name]);

    public string Bash(string script) => StrangeFiles.Bash(Folder.Workspace, script);

    /// <summary>What is outside is as it was, and nothing lies beside the home.</summary>
    public void ShouldHaveKeptOutside()
    {
        Directory.GetFileSystemEntries(Outside).Should().Equal(Path.Combine(Outside, "secret"));
        File.ReadAllText(Path.Combine(Outside, "secret")).Should().Be("secret");
        Directory.GetFileSystemEntries(Folder.Root).Should().Equal(Folder.Home);
        Directory.GetFileSystemEntries(Folder.Home).Should().BeEquivalentTo(Outside, Folder.Workspace);
    }

    public static void ShouldFail(Action action, FileFault fault, string because = "") =>
        action.Should().Throw<WorkspaceFileException>(because).Which.Fault.Should().Be(fault, because);

    public void Dispose() => StrangeFiles.Bash("/", $"chmod -R u+rwX '{_room}'; rm -rf '{_room}'");
}
