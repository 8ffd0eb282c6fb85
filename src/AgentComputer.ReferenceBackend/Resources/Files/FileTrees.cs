using System.Text.Json.Nodes;
using LocalComputers.Files;
using LocalComputers.Files.Search;

namespace AgentComputer.ReferenceBackend.Resources.Files;

/// <summary>Lists, searches, makes, moves and removes files and folders.</summary>
internal static class FileTrees
{
    // The workspace's own folder is closed to other users of this machine; on the wire it is an ordinary folder.
    private const int ModeOfRoot = 0b111_101_101;

    public static JsonObject List(ComputerFolder folder, FileRequest asked, CancellationToken cancellationToken) => new()
    {
        ["entries"] = new JsonArray(
            [.. WorkspaceListing.List(folder, asked.Path, asked.Recursive, FileLimits.MaxEntries, cancellationToken).Select(entry => Entry(entry, withName: true))]),
    };

    public static JsonObject Stat(ComputerFolder folder, FileRequest asked) => new()
    {
        ["stat"] = Entry(WorkspaceListing.Find(folder, asked.Path) ?? throw new WorkspaceFileException(FileFault.NotThere), withName: false),
    };

    public static JsonObject Exists(ComputerFolder folder, FileRequest asked) => new() { ["exists"] = WorkspaceListing.Find(folder, asked.Path) is not null };

    public static JsonObject MakeDirectory(ComputerFolder folder, FileRequest asked)
    {
        WorkspaceFolders.Make(folder, asked.Path, asked.Recursive);
        return [];
    }

    public static JsonObject Move(ComputerFolder folder, FileRequest asked)
    {
        WorkspaceFolders.Move(folder, asked.Path, asked.To!);
        return [];
    }

    public static JsonObject Remove(ComputerFolder folder, FileRequest asked, CancellationToken cancellationToken)
    {
        WorkspaceFolders.Remove(folder, asked.Path, asked.Recursive, cancellationToken);
        return [];
    }

    public static JsonObject Grep(ComputerFolder folder, FileRequest asked, CancellationToken cancellationToken)
    {
        var lines = WorkspaceSearch.Find(folder, asked.Path, asked.Pattern!, asked.MaxMatches, FileLimits.MaxEntries, cancellationToken);
        return new()
        {
            ["matches"] = new JsonArray([.. lines.Select(line => new JsonObject { ["path"] = line.Path, ["line"] = line.Number, ["match"] = line.Text })]),
        };
    }

    // A folder has no size on the wire: what the file system says differs between machines, and tells nothing.
    private static JsonObject Entry(FoundEntry entry, bool withName)
    {
        var answer = new JsonObject { ["path"] = entry.Path };
        if (withName)
        {
            answer["name"] = entry.Path[(entry.Path.LastIndexOf('/') + 1)..];
        }

        answer["type"] = entry.IsFolder ? "directory" : "file";
        if (!entry.IsFolder)
        {
            answer["size_bytes"] = entry.Size;
        }

        answer["mode"] = entry.Path == "." ? ModeOfRoot : (int)entry.Mode;
        return answer;
    }
}
