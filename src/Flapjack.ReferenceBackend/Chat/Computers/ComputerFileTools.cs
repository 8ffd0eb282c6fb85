using System.Text;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Flapjack.ReferenceBackend.Chat.Tools;
using LocalComputers.Computers;
using LocalComputers.Files;
using LocalComputers.Shells;
using LocalComputers.Storage;
using Shared.Hosting.Bodies;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Chat.Computers;

/// <summary>Writes and reads text files of an agent's computer.</summary>
internal static class ComputerFileTools
{
    // All of these limits are ours.
    private const int LongestPath = 4_095;
    private const int MostWritten = 1024 * 1024;
    private const int MostRead = 256 * 1024;

    private const string InvalidPath = "INVALID_PATH";
    private const string InvalidContent = "INVALID_CONTENT";

    public static async Task<ToolOutcome> WriteAsync(Computer computer, BodyReader arguments, CancellationToken cancellationToken)
    {
        var path = PathOf(arguments);
        var text = arguments.Text("content", InvalidContent) ?? throw Refusal.Invalid(InvalidContent, "content is required; it may be empty.");
        var content = Encoding.UTF8.GetBytes(text);
        if (content.Length > MostWritten)
        {
            return ToolOutcome.Error($"content has {content.Length} bytes, and this tool writes at most {MostWritten}. Write the file in parts with computer_run.");
        }

        return await GuardedAsync(
            path,
            async () =>
            {
                await computer.UseFilesAsync(folder => WorkspaceFile.Write(folder, path, content), cancellationToken).ConfigureAwait(false);
                return ToolOutcome.Of(new JsonObject { ["ok"] = true, ["path"] = path, ["bytes"] = content.Length });
            }).ConfigureAwait(false);
    }

    public static async Task<ToolOutcome> ReadAsync(Computer computer, BodyReader arguments, CancellationToken cancellationToken)
    {
        var path = PathOf(arguments);
        return await GuardedAsync(
            path,
            async () =>
            {
                (byte[] Content, long Size) read = ([], 0);
                await computer.UseFilesAsync(folder => read = WorkspaceFile.Read(folder, path, MostRead), cancellationToken).ConfigureAwait(false);
                return Answer(path, read.Content, read.Size);
            }).ConfigureAwait(false);
    }

    private static string PathOf(BodyReader arguments) => arguments.RequiredText("path", InvalidPath, LongestPath);

    private static ToolOutcome Answer(string path, byte[] content, long size)
    {
        var isPart = content.Length < size;
        var whole = content.AsSpan(0, content.Length - (isPart ? Utf8Boundary.IncompleteTail(content) : 0));
        if (whole.Contains((byte)0) || !Utf8.IsValid(whole))
        {
            return ToolOutcome.Error($"'{path}' is no text in UTF-8: it is binary, and has {size} bytes. Look at it with computer_run, for example with file, xxd or base64.");
        }

        var result = new JsonObject { ["path"] = path, ["size"] = size, ["content"] = Encoding.UTF8.GetString(whole) };
        if (isPart)
        {
            result["note"] = $"These are the first {whole.Length} bytes of {size}. Read the others with computer_run, for example with tail or sed.";
        }

        return ToolOutcome.Of(result);
    }

    private static async Task<ToolOutcome> GuardedAsync(string path, Func<Task<ToolOutcome>> use)
    {
        try
        {
            return await use().ConfigureAwait(false);
        }
        catch (WorkspaceFileException e)
        {
            return ToolOutcome.Error(Explain(path, e));
        }
    }

    private static string Explain(string path, WorkspaceFileException e) => e.Fault switch
    {
        FileFault.NotThere => $"There is no '{path}' inside /workspace. Links on the way must be relative and stay inside. List the folder with computer_run.",
        FileFault.NotAFile => $"'{path}' is a folder, or something else that is no ordinary file. Name a file.",
        FileFault.Denied => $"The permissions of '{path}' do not allow it. Look at them with computer_run (ls -l).",
        _ when e.InnerException is { } inner && StoreException.MeansFullDisk(inner) => "The disk is full, and the file was not written. Remove what is not needed, and try again.",
        _ => $"'{path}' could not be reached: the disk failed, or the path is too long. Try it with computer_run.",
    };
}
