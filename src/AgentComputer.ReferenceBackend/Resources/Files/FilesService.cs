using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AgentComputer.ReferenceBackend.Computers;
using LocalComputers.Computers;
using LocalComputers.Files;
using Shared.Hosting.Refusals;

namespace AgentComputer.ReferenceBackend.Resources.Files;

/// <summary>Works on the files of a computer, whether it runs or not. That neither starts it nor counts as a use of it.</summary>
internal sealed class FilesService(ComputerService computers, TimeProvider clock)
{
    /// <exception cref="Refusal">The computer has no files now, or the operation can't be done.</exception>
    public async Task<JsonObject> OperateAsync(ComputerRow row, FileRequest asked, CancellationToken cancellationToken)
    {
        RefuseUnfinished(row);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var limit = asked.Operation == FileOperations.Grep ? new CancellationTokenSource(FileLimits.MaxSearch, clock) : new();
        using var stop = limit.Token.Register(ended.Cancel);
        try
        {
            return await computers.OfEngine(row).ReachFilesAsync((folder, token) => Operate(folder, asked, token), ended.Token).ConfigureAwait(false);
        }
        catch (WorkspaceFileException e)
        {
            throw FileFaults.Of(e, asked);
        }
        catch (ComputerUnavailableException)
        {
            RefuseUnfinished(row);
            throw new Refusal(RefusalKind.NotReady, "conflict", $"The files of the computer '{row.Id}' can't be reached now. Look at its state, and try again.");
        }
        catch (Exception e) when (e is RegexMatchTimeoutException || (e is OperationCanceledException && limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested))
        {
            throw Refusal.Invalid("search_timeout", $"The search took longer than {FileLimits.MaxSearch.TotalSeconds:0} seconds. Search a smaller directory, or for a simpler pattern.");
        }
    }

    private static JsonObject Operate(ComputerFolder folder, FileRequest asked, CancellationToken cancellationToken) => asked.Operation switch
    {
        FileOperations.ReadText => FileContents.ReadText(folder, asked),
        FileOperations.ReadBytes => FileContents.ReadBytes(folder, asked),
        FileOperations.ReadRange => FileContents.ReadRange(folder, asked),
        FileOperations.WriteText or FileOperations.WriteBytes => FileContents.Write(folder, asked),
        FileOperations.WriteRange => FileContents.WriteRange(folder, asked),
        FileOperations.Patch => FileContents.Patch(folder, asked),
        FileOperations.List => FileTrees.List(folder, asked, cancellationToken),
        FileOperations.Stat => FileTrees.Stat(folder, asked),
        FileOperations.Exists => FileTrees.Exists(folder, asked),
        FileOperations.MakeDirectory => FileTrees.MakeDirectory(folder, asked),
        FileOperations.Move => FileTrees.Move(folder, asked),
        FileOperations.Remove => FileTrees.Remove(folder, asked, cancellationToken),
        FileOperations.Grep => FileTrees.Grep(folder, asked, cancellationToken),
        _ => throw new InvalidOperationException($"The operation {asked.Operation} has no code."),
    };

    // The files of a computer that is being made are not all there yet, also if its processes could already run.
    private void RefuseUnfinished(ComputerRow row)
    {
        var state = computers.View(row).State;
        if (state is ComputerStates.Provisioning or ComputerStates.Deleting or ComputerStates.Deleted or ComputerStates.Failed)
        {
            throw new Refusal(RefusalKind.NotReady, "conflict", $"The files of the computer '{row.Id}' can't be reached: its state is '{state}'.")
            {
                RetryAfterSeconds = state == ComputerStates.Provisioning ? 1 : null,
            };
        }
    }
}
