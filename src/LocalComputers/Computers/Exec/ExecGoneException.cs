namespace LocalComputers.Computers.Exec;

/// <summary>A command whose output can't be read any more; its record tells how it ended, if anybody knows.</summary>
internal sealed class ExecGoneException(ExecRecord record) : Exception("The output of this command is no longer kept.")
{
    public ExecRecord Record => record;
}
