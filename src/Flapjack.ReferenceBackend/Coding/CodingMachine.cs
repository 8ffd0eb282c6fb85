using LocalComputers;
using LocalComputers.Computers.Bootstrap;
using LocalComputers.Shells;

namespace Flapjack.ReferenceBackend.Coding;

/// <summary>What computers of code sessions are made of.</summary>
/// <param name="Folder">Where the folders of all computers lie.</param>
/// <param name="Path">The PATH of every computer.</param>
/// <param name="RepositoryRewrites">What to clone in place of a repository.</param>
/// <param name="Words">What to advise if a repository can't be cloned.</param>
/// <param name="Shell">Runs commands.</param>
/// <param name="Processes">What the processes of all computers share.</param>
/// <param name="LoginInside">Where a command finds <see cref="LocalComputers.Files.ComputerFolder.Login"/>; null for its place on the host.</param>
internal sealed record CodingMachine(
    string Folder,
    string Path,
    IReadOnlyDictionary<string, string> RepositoryRewrites,
    BootstrapWords Words,
    Shell Shell,
    ComputerProcessServices Processes,
    string? LoginInside)
{
    public HostNames Names => Processes.Names;
}
