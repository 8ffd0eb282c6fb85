using LocalComputers.Shells;

namespace LocalComputers.Computers.Bootstrap;

/// <summary>Runs the command of a bootstrap's step on its computer.</summary>
internal delegate Task<ShellExit> StepRunner(BootstrapStep step, IShellOutput output, CancellationToken cancellationToken);
