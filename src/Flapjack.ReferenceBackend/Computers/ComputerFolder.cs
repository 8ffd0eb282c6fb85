using System.Diagnostics;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Computers;

/// <summary>Where a computer's files lie on the host: a private home with the workspace in it, and a private folder for temporary files.</summary>
internal sealed class ComputerFolder(string root)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public string Root => root;

    public string Home { get; } = Path.Combine(root, "home");

    public string Workspace { get; } = Path.Combine(root, "home", "workspace");

    public string App { get; } = Path.Combine(root, "home", "workspace", "app");

    public string Temp { get; } = Path.Combine(root, "tmp");

    /// <summary>What bash reads first in each command; see <see cref="LoginVariables"/>. It is no part of the user's home, so that no tool changes it.</summary>
    public string Login { get; } = Path.Combine(root, "login");

    public bool Exists => Directory.Exists(Workspace);

    /// <summary>Makes the folders anew and writes <c>~/.profile</c>, from which every command gets its PATH and the user's variables.</summary>
    public void Reset(string path, IEnumerable<ComputerEnvVar> envVars)
    {
        Remove();
        Directory.CreateDirectory(root, Private);
        Directory.CreateDirectory(Workspace, Private);
        Directory.CreateDirectory(Temp, Private);
        var variables = new LoginVariables(path, envVars);
        variables.WriteProfile(this);
        variables.EnsureIn(this);
    }

    public void Remove()
    {
        if (!Directory.Exists(root))
        {
            return;
        }

        try
        {
            Directory.Delete(root, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Names that are not UTF-8, paths beyond the system's limit, folders closed to their owner: .NET can't reach them, these can.
            using var removal = Process.Start("/bin/sh", ["-c", "chmod -R u+rwX -- \"$1\"; exec rm -rf -- \"$1\"", "sh", root]);
            removal.WaitForExit();
        }
    }

    /// <summary>The host's folder for a command's working directory, without a link in it; null where there is none inside the workspace.</summary>
    /// <param name="workingDir">As sent: <c>/workspace/…</c> or relative to the workspace; null for the app, else the workspace.</param>
    public string? Resolve(string? workingDir)
    {
        if (workingDir is null)
        {
            return WorkspacePath.Resolve(Workspace, "app") ?? (WorkspacePath.IsLink(App) ? null : Workspace);
        }

        var relative = workingDir is "/workspace" ? "" : workingDir.StartsWith("/workspace/", StringComparison.Ordinal) ? workingDir["/workspace/".Length..].TrimStart('/') : workingDir;
        return relative.StartsWith('/') ? null : WorkspacePath.Resolve(Workspace, relative);
    }
}
