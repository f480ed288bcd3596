"""What runs beside the model in a gpu worker; nothing outside `gpu_tasks` and commands may import it."""
