using System.Runtime.CompilerServices;
using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Chat.Turns;
using Flapjack.ReferenceBackend.Orgs;
using LocalComputers.Computers;
using LocalComputers.Computers.Exec;
using LocalComputers.Processes;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Tests.Computers;

/// <summary>What lies inside a backend, for what no call can bring about: a crash, a computer that is destroyed while its agent lives.</summary>
internal static class BackendParts
{
    public static ExecStore Execs(this FlapjackBackend backend) => new(backend.Store());

    public static Store Store(this FlapjackBackend backend) => PartsOf(backend).Data.Store;

    public static IReadOnlyList<Microsoft.AspNetCore.Routing.RouteEndpoint> Routes(this FlapjackBackend backend) => PartsOf(backend).Server.Endpoints;

    public static Organizations Orgs(this FlapjackBackend backend) => PartsOf(backend).Orgs;

    /// <summary>A further service of the agents, over the same agents and computers.</summary>
    public static AgentService Agents(this FlapjackBackend backend, TimeProvider clock)
    {
        var parts = PartsOf(backend);
        return new(parts.Data.Store, new(parts.Data.Store), parts.House.Computers, new(parts.Webhooks, parts.Audit, clock, true), parts.Audit, clock);
    }

    public static ComputerRegistry ComputersOf(this FlapjackBackend backend) => PartsOf(backend).House.Computers;

    public static LocalComputers.Shells.ShellsAhead ShellsAhead(this FlapjackBackend backend) => PartsOf(backend).House.ShellsAhead;

    public static Computer ComputerOf(this FlapjackBackend backend, string agent) => PartsOf(backend).House.Computers.Find(agent)!;

    /// <summary>The processes of the machine, as the backend's computers look at them.</summary>
    public static ProcessTable Processes(this FlapjackBackend backend) => PartsOf(backend).House.Processes.Host.Table;

    public static TurnService Turns(this FlapjackBackend backend) => PartsOf(backend).Turns;

    /// <summary>The bytes that the files of the journals hold on the disk.</summary>
    public static long JournalBytes(this FlapjackBackend backend) => backend.JournalFiles().Sum(file => file.Exists ? file.Length : 0);

    public static FileInfo[] JournalFiles(this FlapjackBackend backend) =>
        new DirectoryInfo(Path.Combine(PartsOf(backend).Data.Path, "journals")).GetFiles();

    public static string Folder(this FlapjackBackend backend) => PartsOf(backend).Data.Path;

    /// <summary>The descriptors that this process holds of files in the backend's folder.</summary>
    public static string[] OpenFiles(this FlapjackBackend backend) => [.. Directory.GetFiles("/proc/self/fd")
        .Select(path => new FileInfo(path).LinkTarget ?? "")
        .Where(target => target.StartsWith(PartsOf(backend).Data.Path, StringComparison.Ordinal))];

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_parts")]
    private static extern ref ReferenceBackend.BackendParts PartsOf(FlapjackBackend backend);
}
