namespace LocalComputers.Programs;

/// <summary>Where a program writes.</summary>
internal enum ProgramStream
{
    Output,
    Error,
    Terminal,
}
