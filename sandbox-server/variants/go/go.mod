module variants

go 1.24
